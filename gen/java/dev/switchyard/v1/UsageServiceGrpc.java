package dev.switchyard.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What was used and what it cost, from the ledger.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class UsageServiceGrpc {

  private UsageServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "switchyard.v1.UsageService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetStatisticsRequest,
      dev.switchyard.v1.GetStatisticsResponse> getGetStatisticsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStatistics",
      requestType = dev.switchyard.v1.GetStatisticsRequest.class,
      responseType = dev.switchyard.v1.GetStatisticsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetStatisticsRequest,
      dev.switchyard.v1.GetStatisticsResponse> getGetStatisticsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetStatisticsRequest, dev.switchyard.v1.GetStatisticsResponse> getGetStatisticsMethod;
    if ((getGetStatisticsMethod = UsageServiceGrpc.getGetStatisticsMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getGetStatisticsMethod = UsageServiceGrpc.getGetStatisticsMethod) == null) {
          UsageServiceGrpc.getGetStatisticsMethod = getGetStatisticsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetStatisticsRequest, dev.switchyard.v1.GetStatisticsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStatistics"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetStatisticsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetStatisticsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("GetStatistics"))
              .build();
        }
      }
    }
    return getGetStatisticsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.QueryUsageRequest,
      dev.switchyard.v1.QueryUsageResponse> getQueryUsageMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "QueryUsage",
      requestType = dev.switchyard.v1.QueryUsageRequest.class,
      responseType = dev.switchyard.v1.QueryUsageResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.QueryUsageRequest,
      dev.switchyard.v1.QueryUsageResponse> getQueryUsageMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.QueryUsageRequest, dev.switchyard.v1.QueryUsageResponse> getQueryUsageMethod;
    if ((getQueryUsageMethod = UsageServiceGrpc.getQueryUsageMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getQueryUsageMethod = UsageServiceGrpc.getQueryUsageMethod) == null) {
          UsageServiceGrpc.getQueryUsageMethod = getQueryUsageMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.QueryUsageRequest, dev.switchyard.v1.QueryUsageResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "QueryUsage"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.QueryUsageRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.QueryUsageResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("QueryUsage"))
              .build();
        }
      }
    }
    return getQueryUsageMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListRequestsRequest,
      dev.switchyard.v1.ListRequestsResponse> getListRequestsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRequests",
      requestType = dev.switchyard.v1.ListRequestsRequest.class,
      responseType = dev.switchyard.v1.ListRequestsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListRequestsRequest,
      dev.switchyard.v1.ListRequestsResponse> getListRequestsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListRequestsRequest, dev.switchyard.v1.ListRequestsResponse> getListRequestsMethod;
    if ((getListRequestsMethod = UsageServiceGrpc.getListRequestsMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getListRequestsMethod = UsageServiceGrpc.getListRequestsMethod) == null) {
          UsageServiceGrpc.getListRequestsMethod = getListRequestsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListRequestsRequest, dev.switchyard.v1.ListRequestsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRequests"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRequestsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRequestsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("ListRequests"))
              .build();
        }
      }
    }
    return getListRequestsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ExportUsageRequest,
      dev.switchyard.v1.ExportUsageResponse> getExportUsageMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExportUsage",
      requestType = dev.switchyard.v1.ExportUsageRequest.class,
      responseType = dev.switchyard.v1.ExportUsageResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ExportUsageRequest,
      dev.switchyard.v1.ExportUsageResponse> getExportUsageMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ExportUsageRequest, dev.switchyard.v1.ExportUsageResponse> getExportUsageMethod;
    if ((getExportUsageMethod = UsageServiceGrpc.getExportUsageMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getExportUsageMethod = UsageServiceGrpc.getExportUsageMethod) == null) {
          UsageServiceGrpc.getExportUsageMethod = getExportUsageMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ExportUsageRequest, dev.switchyard.v1.ExportUsageResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExportUsage"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ExportUsageRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ExportUsageResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("ExportUsage"))
              .build();
        }
      }
    }
    return getExportUsageMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.WatchUsageRequest,
      dev.switchyard.v1.WatchUsageResponse> getWatchUsageMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchUsage",
      requestType = dev.switchyard.v1.WatchUsageRequest.class,
      responseType = dev.switchyard.v1.WatchUsageResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.WatchUsageRequest,
      dev.switchyard.v1.WatchUsageResponse> getWatchUsageMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.WatchUsageRequest, dev.switchyard.v1.WatchUsageResponse> getWatchUsageMethod;
    if ((getWatchUsageMethod = UsageServiceGrpc.getWatchUsageMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getWatchUsageMethod = UsageServiceGrpc.getWatchUsageMethod) == null) {
          UsageServiceGrpc.getWatchUsageMethod = getWatchUsageMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.WatchUsageRequest, dev.switchyard.v1.WatchUsageResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchUsage"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.WatchUsageRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.WatchUsageResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("WatchUsage"))
              .build();
        }
      }
    }
    return getWatchUsageMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetForecastRequest,
      dev.switchyard.v1.GetForecastResponse> getGetForecastMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetForecast",
      requestType = dev.switchyard.v1.GetForecastRequest.class,
      responseType = dev.switchyard.v1.GetForecastResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetForecastRequest,
      dev.switchyard.v1.GetForecastResponse> getGetForecastMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetForecastRequest, dev.switchyard.v1.GetForecastResponse> getGetForecastMethod;
    if ((getGetForecastMethod = UsageServiceGrpc.getGetForecastMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getGetForecastMethod = UsageServiceGrpc.getGetForecastMethod) == null) {
          UsageServiceGrpc.getGetForecastMethod = getGetForecastMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetForecastRequest, dev.switchyard.v1.GetForecastResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetForecast"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetForecastRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetForecastResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("GetForecast"))
              .build();
        }
      }
    }
    return getGetForecastMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListRecommendationsRequest,
      dev.switchyard.v1.ListRecommendationsResponse> getListRecommendationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRecommendations",
      requestType = dev.switchyard.v1.ListRecommendationsRequest.class,
      responseType = dev.switchyard.v1.ListRecommendationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListRecommendationsRequest,
      dev.switchyard.v1.ListRecommendationsResponse> getListRecommendationsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListRecommendationsRequest, dev.switchyard.v1.ListRecommendationsResponse> getListRecommendationsMethod;
    if ((getListRecommendationsMethod = UsageServiceGrpc.getListRecommendationsMethod) == null) {
      synchronized (UsageServiceGrpc.class) {
        if ((getListRecommendationsMethod = UsageServiceGrpc.getListRecommendationsMethod) == null) {
          UsageServiceGrpc.getListRecommendationsMethod = getListRecommendationsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListRecommendationsRequest, dev.switchyard.v1.ListRecommendationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRecommendations"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRecommendationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRecommendationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UsageServiceMethodDescriptorSupplier("ListRecommendations"))
              .build();
        }
      }
    }
    return getListRecommendationsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static UsageServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UsageServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UsageServiceStub>() {
        @java.lang.Override
        public UsageServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UsageServiceStub(channel, callOptions);
        }
      };
    return UsageServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static UsageServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UsageServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UsageServiceBlockingV2Stub>() {
        @java.lang.Override
        public UsageServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UsageServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return UsageServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static UsageServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UsageServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UsageServiceBlockingStub>() {
        @java.lang.Override
        public UsageServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UsageServiceBlockingStub(channel, callOptions);
        }
      };
    return UsageServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static UsageServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UsageServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UsageServiceFutureStub>() {
        @java.lang.Override
        public UsageServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UsageServiceFutureStub(channel, callOptions);
        }
      };
    return UsageServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Totals, latencies and a row for each model over the last hour, day, week or month.
     * </pre>
     */
    default void getStatistics(dev.switchyard.v1.GetStatisticsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetStatisticsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStatisticsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Figures over any time, split by time and by whose, what and how.
     * </pre>
     */
    default void queryUsage(dev.switchyard.v1.QueryUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.QueryUsageResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getQueryUsageMethod(), responseObserver);
    }

    /**
     * <pre>
     * Single requests with all that was tried for them, the newest first.
     * </pre>
     */
    default void listRequests(dev.switchyard.v1.ListRequestsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRequestsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRequestsMethod(), responseObserver);
    }

    /**
     * <pre>
     * All attempts of a time as a file, piece by piece.
     * </pre>
     */
    default void exportUsage(dev.switchyard.v1.ExportUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ExportUsageResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExportUsageMethod(), responseObserver);
    }

    /**
     * <pre>
     * Requests as they end in the process that is asked. The stream goes on until the caller leaves or the server's longest time of
     * a call is over.
     * </pre>
     */
    default void watchUsage(dev.switchyard.v1.WatchUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.WatchUsageResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchUsageMethod(), responseObserver);
    }

    /**
     * <pre>
     * What will have been spent at the end of the day, week or month.
     * </pre>
     */
    default void getForecast(dev.switchyard.v1.GetForecastRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetForecastResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetForecastMethod(), responseObserver);
    }

    /**
     * <pre>
     * What would save money, with the sum.
     * </pre>
     */
    default void listRecommendations(dev.switchyard.v1.ListRecommendationsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRecommendationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRecommendationsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service UsageService.
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public static abstract class UsageServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return UsageServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service UsageService.
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public static final class UsageServiceStub
      extends io.grpc.stub.AbstractAsyncStub<UsageServiceStub> {
    private UsageServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UsageServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UsageServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Totals, latencies and a row for each model over the last hour, day, week or month.
     * </pre>
     */
    public void getStatistics(dev.switchyard.v1.GetStatisticsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetStatisticsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStatisticsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Figures over any time, split by time and by whose, what and how.
     * </pre>
     */
    public void queryUsage(dev.switchyard.v1.QueryUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.QueryUsageResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getQueryUsageMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Single requests with all that was tried for them, the newest first.
     * </pre>
     */
    public void listRequests(dev.switchyard.v1.ListRequestsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRequestsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRequestsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * All attempts of a time as a file, piece by piece.
     * </pre>
     */
    public void exportUsage(dev.switchyard.v1.ExportUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ExportUsageResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getExportUsageMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Requests as they end in the process that is asked. The stream goes on until the caller leaves or the server's longest time of
     * a call is over.
     * </pre>
     */
    public void watchUsage(dev.switchyard.v1.WatchUsageRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.WatchUsageResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchUsageMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What will have been spent at the end of the day, week or month.
     * </pre>
     */
    public void getForecast(dev.switchyard.v1.GetForecastRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetForecastResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetForecastMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What would save money, with the sum.
     * </pre>
     */
    public void listRecommendations(dev.switchyard.v1.ListRecommendationsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRecommendationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRecommendationsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service UsageService.
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public static final class UsageServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<UsageServiceBlockingV2Stub> {
    private UsageServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UsageServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UsageServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Totals, latencies and a row for each model over the last hour, day, week or month.
     * </pre>
     */
    public dev.switchyard.v1.GetStatisticsResponse getStatistics(dev.switchyard.v1.GetStatisticsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetStatisticsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Figures over any time, split by time and by whose, what and how.
     * </pre>
     */
    public dev.switchyard.v1.QueryUsageResponse queryUsage(dev.switchyard.v1.QueryUsageRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getQueryUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Single requests with all that was tried for them, the newest first.
     * </pre>
     */
    public dev.switchyard.v1.ListRequestsResponse listRequests(dev.switchyard.v1.ListRequestsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRequestsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * All attempts of a time as a file, piece by piece.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.switchyard.v1.ExportUsageResponse>
        exportUsage(dev.switchyard.v1.ExportUsageRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getExportUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Requests as they end in the process that is asked. The stream goes on until the caller leaves or the server's longest time of
     * a call is over.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.switchyard.v1.WatchUsageResponse>
        watchUsage(dev.switchyard.v1.WatchUsageRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What will have been spent at the end of the day, week or month.
     * </pre>
     */
    public dev.switchyard.v1.GetForecastResponse getForecast(dev.switchyard.v1.GetForecastRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetForecastMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What would save money, with the sum.
     * </pre>
     */
    public dev.switchyard.v1.ListRecommendationsResponse listRecommendations(dev.switchyard.v1.ListRecommendationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRecommendationsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service UsageService.
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public static final class UsageServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<UsageServiceBlockingStub> {
    private UsageServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UsageServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UsageServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Totals, latencies and a row for each model over the last hour, day, week or month.
     * </pre>
     */
    public dev.switchyard.v1.GetStatisticsResponse getStatistics(dev.switchyard.v1.GetStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStatisticsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Figures over any time, split by time and by whose, what and how.
     * </pre>
     */
    public dev.switchyard.v1.QueryUsageResponse queryUsage(dev.switchyard.v1.QueryUsageRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getQueryUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Single requests with all that was tried for them, the newest first.
     * </pre>
     */
    public dev.switchyard.v1.ListRequestsResponse listRequests(dev.switchyard.v1.ListRequestsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRequestsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * All attempts of a time as a file, piece by piece.
     * </pre>
     */
    public java.util.Iterator<dev.switchyard.v1.ExportUsageResponse> exportUsage(
        dev.switchyard.v1.ExportUsageRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getExportUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Requests as they end in the process that is asked. The stream goes on until the caller leaves or the server's longest time of
     * a call is over.
     * </pre>
     */
    public java.util.Iterator<dev.switchyard.v1.WatchUsageResponse> watchUsage(
        dev.switchyard.v1.WatchUsageRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchUsageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What will have been spent at the end of the day, week or month.
     * </pre>
     */
    public dev.switchyard.v1.GetForecastResponse getForecast(dev.switchyard.v1.GetForecastRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetForecastMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What would save money, with the sum.
     * </pre>
     */
    public dev.switchyard.v1.ListRecommendationsResponse listRecommendations(dev.switchyard.v1.ListRecommendationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRecommendationsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service UsageService.
   * <pre>
   * What was used and what it cost, from the ledger.
   * </pre>
   */
  public static final class UsageServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<UsageServiceFutureStub> {
    private UsageServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UsageServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UsageServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Totals, latencies and a row for each model over the last hour, day, week or month.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetStatisticsResponse> getStatistics(
        dev.switchyard.v1.GetStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStatisticsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Figures over any time, split by time and by whose, what and how.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.QueryUsageResponse> queryUsage(
        dev.switchyard.v1.QueryUsageRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getQueryUsageMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Single requests with all that was tried for them, the newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListRequestsResponse> listRequests(
        dev.switchyard.v1.ListRequestsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRequestsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What will have been spent at the end of the day, week or month.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetForecastResponse> getForecast(
        dev.switchyard.v1.GetForecastRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetForecastMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What would save money, with the sum.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListRecommendationsResponse> listRecommendations(
        dev.switchyard.v1.ListRecommendationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRecommendationsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_STATISTICS = 0;
  private static final int METHODID_QUERY_USAGE = 1;
  private static final int METHODID_LIST_REQUESTS = 2;
  private static final int METHODID_EXPORT_USAGE = 3;
  private static final int METHODID_WATCH_USAGE = 4;
  private static final int METHODID_GET_FORECAST = 5;
  private static final int METHODID_LIST_RECOMMENDATIONS = 6;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_STATISTICS:
          serviceImpl.getStatistics((dev.switchyard.v1.GetStatisticsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetStatisticsResponse>) responseObserver);
          break;
        case METHODID_QUERY_USAGE:
          serviceImpl.queryUsage((dev.switchyard.v1.QueryUsageRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.QueryUsageResponse>) responseObserver);
          break;
        case METHODID_LIST_REQUESTS:
          serviceImpl.listRequests((dev.switchyard.v1.ListRequestsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRequestsResponse>) responseObserver);
          break;
        case METHODID_EXPORT_USAGE:
          serviceImpl.exportUsage((dev.switchyard.v1.ExportUsageRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ExportUsageResponse>) responseObserver);
          break;
        case METHODID_WATCH_USAGE:
          serviceImpl.watchUsage((dev.switchyard.v1.WatchUsageRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.WatchUsageResponse>) responseObserver);
          break;
        case METHODID_GET_FORECAST:
          serviceImpl.getForecast((dev.switchyard.v1.GetForecastRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetForecastResponse>) responseObserver);
          break;
        case METHODID_LIST_RECOMMENDATIONS:
          serviceImpl.listRecommendations((dev.switchyard.v1.ListRecommendationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRecommendationsResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGetStatisticsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetStatisticsRequest,
              dev.switchyard.v1.GetStatisticsResponse>(
                service, METHODID_GET_STATISTICS)))
        .addMethod(
          getQueryUsageMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.QueryUsageRequest,
              dev.switchyard.v1.QueryUsageResponse>(
                service, METHODID_QUERY_USAGE)))
        .addMethod(
          getListRequestsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListRequestsRequest,
              dev.switchyard.v1.ListRequestsResponse>(
                service, METHODID_LIST_REQUESTS)))
        .addMethod(
          getExportUsageMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.switchyard.v1.ExportUsageRequest,
              dev.switchyard.v1.ExportUsageResponse>(
                service, METHODID_EXPORT_USAGE)))
        .addMethod(
          getWatchUsageMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.switchyard.v1.WatchUsageRequest,
              dev.switchyard.v1.WatchUsageResponse>(
                service, METHODID_WATCH_USAGE)))
        .addMethod(
          getGetForecastMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetForecastRequest,
              dev.switchyard.v1.GetForecastResponse>(
                service, METHODID_GET_FORECAST)))
        .addMethod(
          getListRecommendationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListRecommendationsRequest,
              dev.switchyard.v1.ListRecommendationsResponse>(
                service, METHODID_LIST_RECOMMENDATIONS)))
        .build();
  }

  private static abstract class UsageServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    UsageServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.switchyard.v1.UsageServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("UsageService");
    }
  }

  private static final class UsageServiceFileDescriptorSupplier
      extends UsageServiceBaseDescriptorSupplier {
    UsageServiceFileDescriptorSupplier() {}
  }

  private static final class UsageServiceMethodDescriptorSupplier
      extends UsageServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    UsageServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (UsageServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new UsageServiceFileDescriptorSupplier())
              .addMethod(getGetStatisticsMethod())
              .addMethod(getQueryUsageMethod())
              .addMethod(getListRequestsMethod())
              .addMethod(getExportUsageMethod())
              .addMethod(getWatchUsageMethod())
              .addMethod(getGetForecastMethod())
              .addMethod(getListRecommendationsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
