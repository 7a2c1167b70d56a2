package dev.switchyard.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Every large language model behind one contract.
 * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
 * for what each error says and whether a retry can help.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class LLMServiceGrpc {

  private LLMServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "switchyard.v1.LLMService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest,
      dev.switchyard.v1.GenerateTextResponse> getGenerateTextMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateText",
      requestType = dev.switchyard.v1.GenerateTextRequest.class,
      responseType = dev.switchyard.v1.GenerateTextResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest,
      dev.switchyard.v1.GenerateTextResponse> getGenerateTextMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest, dev.switchyard.v1.GenerateTextResponse> getGenerateTextMethod;
    if ((getGenerateTextMethod = LLMServiceGrpc.getGenerateTextMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getGenerateTextMethod = LLMServiceGrpc.getGenerateTextMethod) == null) {
          LLMServiceGrpc.getGenerateTextMethod = getGenerateTextMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GenerateTextRequest, dev.switchyard.v1.GenerateTextResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateText"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateTextRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateTextResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("GenerateText"))
              .build();
        }
      }
    }
    return getGenerateTextMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest,
      dev.switchyard.v1.GenerateTextStreamResponse> getGenerateTextStreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateTextStream",
      requestType = dev.switchyard.v1.GenerateTextRequest.class,
      responseType = dev.switchyard.v1.GenerateTextStreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest,
      dev.switchyard.v1.GenerateTextStreamResponse> getGenerateTextStreamMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateTextRequest, dev.switchyard.v1.GenerateTextStreamResponse> getGenerateTextStreamMethod;
    if ((getGenerateTextStreamMethod = LLMServiceGrpc.getGenerateTextStreamMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getGenerateTextStreamMethod = LLMServiceGrpc.getGenerateTextStreamMethod) == null) {
          LLMServiceGrpc.getGenerateTextStreamMethod = getGenerateTextStreamMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GenerateTextRequest, dev.switchyard.v1.GenerateTextStreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateTextStream"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateTextRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateTextStreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("GenerateTextStream"))
              .build();
        }
      }
    }
    return getGenerateTextStreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest,
      dev.switchyard.v1.GenerateChatResponse> getGenerateChatMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateChat",
      requestType = dev.switchyard.v1.GenerateChatRequest.class,
      responseType = dev.switchyard.v1.GenerateChatResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest,
      dev.switchyard.v1.GenerateChatResponse> getGenerateChatMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest, dev.switchyard.v1.GenerateChatResponse> getGenerateChatMethod;
    if ((getGenerateChatMethod = LLMServiceGrpc.getGenerateChatMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getGenerateChatMethod = LLMServiceGrpc.getGenerateChatMethod) == null) {
          LLMServiceGrpc.getGenerateChatMethod = getGenerateChatMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GenerateChatRequest, dev.switchyard.v1.GenerateChatResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateChat"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateChatRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateChatResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("GenerateChat"))
              .build();
        }
      }
    }
    return getGenerateChatMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest,
      dev.switchyard.v1.GenerateChatStreamResponse> getGenerateChatStreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateChatStream",
      requestType = dev.switchyard.v1.GenerateChatRequest.class,
      responseType = dev.switchyard.v1.GenerateChatStreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest,
      dev.switchyard.v1.GenerateChatStreamResponse> getGenerateChatStreamMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GenerateChatRequest, dev.switchyard.v1.GenerateChatStreamResponse> getGenerateChatStreamMethod;
    if ((getGenerateChatStreamMethod = LLMServiceGrpc.getGenerateChatStreamMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getGenerateChatStreamMethod = LLMServiceGrpc.getGenerateChatStreamMethod) == null) {
          LLMServiceGrpc.getGenerateChatStreamMethod = getGenerateChatStreamMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GenerateChatRequest, dev.switchyard.v1.GenerateChatStreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateChatStream"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateChatRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GenerateChatStreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("GenerateChatStream"))
              .build();
        }
      }
    }
    return getGenerateChatStreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CompareChatRequest,
      dev.switchyard.v1.CompareChatResponse> getCompareChatMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CompareChat",
      requestType = dev.switchyard.v1.CompareChatRequest.class,
      responseType = dev.switchyard.v1.CompareChatResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CompareChatRequest,
      dev.switchyard.v1.CompareChatResponse> getCompareChatMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CompareChatRequest, dev.switchyard.v1.CompareChatResponse> getCompareChatMethod;
    if ((getCompareChatMethod = LLMServiceGrpc.getCompareChatMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getCompareChatMethod = LLMServiceGrpc.getCompareChatMethod) == null) {
          LLMServiceGrpc.getCompareChatMethod = getCompareChatMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CompareChatRequest, dev.switchyard.v1.CompareChatResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CompareChat"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CompareChatRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CompareChatResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("CompareChat"))
              .build();
        }
      }
    }
    return getCompareChatMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.EmbedRequest,
      dev.switchyard.v1.EmbedResponse> getEmbedMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Embed",
      requestType = dev.switchyard.v1.EmbedRequest.class,
      responseType = dev.switchyard.v1.EmbedResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.EmbedRequest,
      dev.switchyard.v1.EmbedResponse> getEmbedMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.EmbedRequest, dev.switchyard.v1.EmbedResponse> getEmbedMethod;
    if ((getEmbedMethod = LLMServiceGrpc.getEmbedMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getEmbedMethod = LLMServiceGrpc.getEmbedMethod) == null) {
          LLMServiceGrpc.getEmbedMethod = getEmbedMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.EmbedRequest, dev.switchyard.v1.EmbedResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Embed"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.EmbedRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.EmbedResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("Embed"))
              .build();
        }
      }
    }
    return getEmbedMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CountTokensRequest,
      dev.switchyard.v1.CountTokensResponse> getCountTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CountTokens",
      requestType = dev.switchyard.v1.CountTokensRequest.class,
      responseType = dev.switchyard.v1.CountTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CountTokensRequest,
      dev.switchyard.v1.CountTokensResponse> getCountTokensMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CountTokensRequest, dev.switchyard.v1.CountTokensResponse> getCountTokensMethod;
    if ((getCountTokensMethod = LLMServiceGrpc.getCountTokensMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getCountTokensMethod = LLMServiceGrpc.getCountTokensMethod) == null) {
          LLMServiceGrpc.getCountTokensMethod = getCountTokensMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CountTokensRequest, dev.switchyard.v1.CountTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CountTokens"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CountTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CountTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("CountTokens"))
              .build();
        }
      }
    }
    return getCountTokensMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListModelsRequest,
      dev.switchyard.v1.ListModelsResponse> getListModelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListModels",
      requestType = dev.switchyard.v1.ListModelsRequest.class,
      responseType = dev.switchyard.v1.ListModelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListModelsRequest,
      dev.switchyard.v1.ListModelsResponse> getListModelsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListModelsRequest, dev.switchyard.v1.ListModelsResponse> getListModelsMethod;
    if ((getListModelsMethod = LLMServiceGrpc.getListModelsMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getListModelsMethod = LLMServiceGrpc.getListModelsMethod) == null) {
          LLMServiceGrpc.getListModelsMethod = getListModelsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListModelsRequest, dev.switchyard.v1.ListModelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListModels"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListModelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListModelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("ListModels"))
              .build();
        }
      }
    }
    return getListModelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetModelRequest,
      dev.switchyard.v1.GetModelResponse> getGetModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetModel",
      requestType = dev.switchyard.v1.GetModelRequest.class,
      responseType = dev.switchyard.v1.GetModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetModelRequest,
      dev.switchyard.v1.GetModelResponse> getGetModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetModelRequest, dev.switchyard.v1.GetModelResponse> getGetModelMethod;
    if ((getGetModelMethod = LLMServiceGrpc.getGetModelMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getGetModelMethod = LLMServiceGrpc.getGetModelMethod) == null) {
          LLMServiceGrpc.getGetModelMethod = getGetModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetModelRequest, dev.switchyard.v1.GetModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetModel"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("GetModel"))
              .build();
        }
      }
    }
    return getGetModelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.TestModelRequest,
      dev.switchyard.v1.TestModelResponse> getTestModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TestModel",
      requestType = dev.switchyard.v1.TestModelRequest.class,
      responseType = dev.switchyard.v1.TestModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.TestModelRequest,
      dev.switchyard.v1.TestModelResponse> getTestModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.TestModelRequest, dev.switchyard.v1.TestModelResponse> getTestModelMethod;
    if ((getTestModelMethod = LLMServiceGrpc.getTestModelMethod) == null) {
      synchronized (LLMServiceGrpc.class) {
        if ((getTestModelMethod = LLMServiceGrpc.getTestModelMethod) == null) {
          LLMServiceGrpc.getTestModelMethod = getTestModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.TestModelRequest, dev.switchyard.v1.TestModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TestModel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.TestModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.TestModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LLMServiceMethodDescriptorSupplier("TestModel"))
              .build();
        }
      }
    }
    return getTestModelMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static LLMServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LLMServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LLMServiceStub>() {
        @java.lang.Override
        public LLMServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LLMServiceStub(channel, callOptions);
        }
      };
    return LLMServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static LLMServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LLMServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LLMServiceBlockingV2Stub>() {
        @java.lang.Override
        public LLMServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LLMServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return LLMServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static LLMServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LLMServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LLMServiceBlockingStub>() {
        @java.lang.Override
        public LLMServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LLMServiceBlockingStub(channel, callOptions);
        }
      };
    return LLMServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static LLMServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LLMServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LLMServiceFutureStub>() {
        @java.lang.Override
        public LLMServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LLMServiceFutureStub(channel, callOptions);
        }
      };
    return LLMServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * A prompt in, text out.
     * </pre>
     */
    default void generateText(dev.switchyard.v1.GenerateTextRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateTextMethod(), responseObserver);
    }

    /**
     * <pre>
     * A prompt in, text out piece by piece. The stream ends with `finished`, or with an error status: never otherwise.
     * </pre>
     */
    default void generateTextStream(dev.switchyard.v1.GenerateTextRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextStreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateTextStreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out.
     * </pre>
     */
    default void generateChat(dev.switchyard.v1.GenerateChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateChatMethod(), responseObserver);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out piece by piece. The stream ends with `finished`, or with an
     * error status: never otherwise.
     * </pre>
     */
    default void generateChatStream(dev.switchyard.v1.GenerateChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatStreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateChatStreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * One conversation to several models at once, their answers interleaved. Each model is a call of its own, with its own
     * usage, cost and latency, and ends with its own `finished` or `failure`; one that fails, or that there is not, does not
     * end the others. The stream ends when all have ended. An error status is that of the whole: the request is invalid, or
     * the deadline passed, and every model's call has been cancelled.
     * </pre>
     */
    default void compareChat(dev.switchyard.v1.CompareChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CompareChatResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCompareChatMethod(), responseObserver);
    }

    /**
     * <pre>
     * Vectors for texts.
     * </pre>
     */
    default void embed(dev.switchyard.v1.EmbedRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.EmbedResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEmbedMethod(), responseObserver);
    }

    /**
     * <pre>
     * How many tokens a conversation takes as input of a model.
     * </pre>
     */
    default void countTokens(dev.switchyard.v1.CountTokensRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CountTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCountTokensMethod(), responseObserver);
    }

    /**
     * <pre>
     * The models that can be called, ordered by name.
     * </pre>
     */
    default void listModels(dev.switchyard.v1.ListModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListModelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListModelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * One model by name, route or alias. NOT_FOUND when there is none.
     * </pre>
     */
    default void getModel(dev.switchyard.v1.GetModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetModelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Asks a model for a few tokens, to see that it answers. A model that fails is a successful test with
     * `success` false; only an unknown model is an error. The test is recorded in the ledger like any call.
     * </pre>
     */
    default void testModel(dev.switchyard.v1.TestModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.TestModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTestModelMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service LLMService.
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public static abstract class LLMServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return LLMServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service LLMService.
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public static final class LLMServiceStub
      extends io.grpc.stub.AbstractAsyncStub<LLMServiceStub> {
    private LLMServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LLMServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LLMServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * A prompt in, text out.
     * </pre>
     */
    public void generateText(dev.switchyard.v1.GenerateTextRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGenerateTextMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A prompt in, text out piece by piece. The stream ends with `finished`, or with an error status: never otherwise.
     * </pre>
     */
    public void generateTextStream(dev.switchyard.v1.GenerateTextRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextStreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getGenerateTextStreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out.
     * </pre>
     */
    public void generateChat(dev.switchyard.v1.GenerateChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGenerateChatMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out piece by piece. The stream ends with `finished`, or with an
     * error status: never otherwise.
     * </pre>
     */
    public void generateChatStream(dev.switchyard.v1.GenerateChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatStreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getGenerateChatStreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One conversation to several models at once, their answers interleaved. Each model is a call of its own, with its own
     * usage, cost and latency, and ends with its own `finished` or `failure`; one that fails, or that there is not, does not
     * end the others. The stream ends when all have ended. An error status is that of the whole: the request is invalid, or
     * the deadline passed, and every model's call has been cancelled.
     * </pre>
     */
    public void compareChat(dev.switchyard.v1.CompareChatRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CompareChatResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getCompareChatMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Vectors for texts.
     * </pre>
     */
    public void embed(dev.switchyard.v1.EmbedRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.EmbedResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEmbedMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * How many tokens a conversation takes as input of a model.
     * </pre>
     */
    public void countTokens(dev.switchyard.v1.CountTokensRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CountTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCountTokensMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The models that can be called, ordered by name.
     * </pre>
     */
    public void listModels(dev.switchyard.v1.ListModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListModelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListModelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One model by name, route or alias. NOT_FOUND when there is none.
     * </pre>
     */
    public void getModel(dev.switchyard.v1.GetModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetModelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Asks a model for a few tokens, to see that it answers. A model that fails is a successful test with
     * `success` false; only an unknown model is an error. The test is recorded in the ledger like any call.
     * </pre>
     */
    public void testModel(dev.switchyard.v1.TestModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.TestModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTestModelMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service LLMService.
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public static final class LLMServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<LLMServiceBlockingV2Stub> {
    private LLMServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LLMServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LLMServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * A prompt in, text out.
     * </pre>
     */
    public dev.switchyard.v1.GenerateTextResponse generateText(dev.switchyard.v1.GenerateTextRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGenerateTextMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A prompt in, text out piece by piece. The stream ends with `finished`, or with an error status: never otherwise.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.switchyard.v1.GenerateTextStreamResponse>
        generateTextStream(dev.switchyard.v1.GenerateTextRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getGenerateTextStreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out.
     * </pre>
     */
    public dev.switchyard.v1.GenerateChatResponse generateChat(dev.switchyard.v1.GenerateChatRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGenerateChatMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out piece by piece. The stream ends with `finished`, or with an
     * error status: never otherwise.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.switchyard.v1.GenerateChatStreamResponse>
        generateChatStream(dev.switchyard.v1.GenerateChatRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getGenerateChatStreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One conversation to several models at once, their answers interleaved. Each model is a call of its own, with its own
     * usage, cost and latency, and ends with its own `finished` or `failure`; one that fails, or that there is not, does not
     * end the others. The stream ends when all have ended. An error status is that of the whole: the request is invalid, or
     * the deadline passed, and every model's call has been cancelled.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.switchyard.v1.CompareChatResponse>
        compareChat(dev.switchyard.v1.CompareChatRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getCompareChatMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Vectors for texts.
     * </pre>
     */
    public dev.switchyard.v1.EmbedResponse embed(dev.switchyard.v1.EmbedRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getEmbedMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many tokens a conversation takes as input of a model.
     * </pre>
     */
    public dev.switchyard.v1.CountTokensResponse countTokens(dev.switchyard.v1.CountTokensRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCountTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The models that can be called, ordered by name.
     * </pre>
     */
    public dev.switchyard.v1.ListModelsResponse listModels(dev.switchyard.v1.ListModelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One model by name, route or alias. NOT_FOUND when there is none.
     * </pre>
     */
    public dev.switchyard.v1.GetModelResponse getModel(dev.switchyard.v1.GetModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks a model for a few tokens, to see that it answers. A model that fails is a successful test with
     * `success` false; only an unknown model is an error. The test is recorded in the ledger like any call.
     * </pre>
     */
    public dev.switchyard.v1.TestModelResponse testModel(dev.switchyard.v1.TestModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getTestModelMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service LLMService.
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public static final class LLMServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<LLMServiceBlockingStub> {
    private LLMServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LLMServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LLMServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * A prompt in, text out.
     * </pre>
     */
    public dev.switchyard.v1.GenerateTextResponse generateText(dev.switchyard.v1.GenerateTextRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGenerateTextMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A prompt in, text out piece by piece. The stream ends with `finished`, or with an error status: never otherwise.
     * </pre>
     */
    public java.util.Iterator<dev.switchyard.v1.GenerateTextStreamResponse> generateTextStream(
        dev.switchyard.v1.GenerateTextRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getGenerateTextStreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out.
     * </pre>
     */
    public dev.switchyard.v1.GenerateChatResponse generateChat(dev.switchyard.v1.GenerateChatRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGenerateChatMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out piece by piece. The stream ends with `finished`, or with an
     * error status: never otherwise.
     * </pre>
     */
    public java.util.Iterator<dev.switchyard.v1.GenerateChatStreamResponse> generateChatStream(
        dev.switchyard.v1.GenerateChatRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getGenerateChatStreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One conversation to several models at once, their answers interleaved. Each model is a call of its own, with its own
     * usage, cost and latency, and ends with its own `finished` or `failure`; one that fails, or that there is not, does not
     * end the others. The stream ends when all have ended. An error status is that of the whole: the request is invalid, or
     * the deadline passed, and every model's call has been cancelled.
     * </pre>
     */
    public java.util.Iterator<dev.switchyard.v1.CompareChatResponse> compareChat(
        dev.switchyard.v1.CompareChatRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getCompareChatMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Vectors for texts.
     * </pre>
     */
    public dev.switchyard.v1.EmbedResponse embed(dev.switchyard.v1.EmbedRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEmbedMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many tokens a conversation takes as input of a model.
     * </pre>
     */
    public dev.switchyard.v1.CountTokensResponse countTokens(dev.switchyard.v1.CountTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCountTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The models that can be called, ordered by name.
     * </pre>
     */
    public dev.switchyard.v1.ListModelsResponse listModels(dev.switchyard.v1.ListModelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One model by name, route or alias. NOT_FOUND when there is none.
     * </pre>
     */
    public dev.switchyard.v1.GetModelResponse getModel(dev.switchyard.v1.GetModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks a model for a few tokens, to see that it answers. A model that fails is a successful test with
     * `success` false; only an unknown model is an error. The test is recorded in the ledger like any call.
     * </pre>
     */
    public dev.switchyard.v1.TestModelResponse testModel(dev.switchyard.v1.TestModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTestModelMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service LLMService.
   * <pre>
   * Every large language model behind one contract.
   * Every method can fail with UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE and INTERNAL; see ErrorReason
   * for what each error says and whether a retry can help.
   * </pre>
   */
  public static final class LLMServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<LLMServiceFutureStub> {
    private LLMServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LLMServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LLMServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * A prompt in, text out.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GenerateTextResponse> generateText(
        dev.switchyard.v1.GenerateTextRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGenerateTextMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * A conversation in, the assistant's next message out.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GenerateChatResponse> generateChat(
        dev.switchyard.v1.GenerateChatRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGenerateChatMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Vectors for texts.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.EmbedResponse> embed(
        dev.switchyard.v1.EmbedRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEmbedMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * How many tokens a conversation takes as input of a model.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CountTokensResponse> countTokens(
        dev.switchyard.v1.CountTokensRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCountTokensMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The models that can be called, ordered by name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListModelsResponse> listModels(
        dev.switchyard.v1.ListModelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListModelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One model by name, route or alias. NOT_FOUND when there is none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetModelResponse> getModel(
        dev.switchyard.v1.GetModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetModelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Asks a model for a few tokens, to see that it answers. A model that fails is a successful test with
     * `success` false; only an unknown model is an error. The test is recorded in the ledger like any call.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.TestModelResponse> testModel(
        dev.switchyard.v1.TestModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTestModelMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GENERATE_TEXT = 0;
  private static final int METHODID_GENERATE_TEXT_STREAM = 1;
  private static final int METHODID_GENERATE_CHAT = 2;
  private static final int METHODID_GENERATE_CHAT_STREAM = 3;
  private static final int METHODID_COMPARE_CHAT = 4;
  private static final int METHODID_EMBED = 5;
  private static final int METHODID_COUNT_TOKENS = 6;
  private static final int METHODID_LIST_MODELS = 7;
  private static final int METHODID_GET_MODEL = 8;
  private static final int METHODID_TEST_MODEL = 9;

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
        case METHODID_GENERATE_TEXT:
          serviceImpl.generateText((dev.switchyard.v1.GenerateTextRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextResponse>) responseObserver);
          break;
        case METHODID_GENERATE_TEXT_STREAM:
          serviceImpl.generateTextStream((dev.switchyard.v1.GenerateTextRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateTextStreamResponse>) responseObserver);
          break;
        case METHODID_GENERATE_CHAT:
          serviceImpl.generateChat((dev.switchyard.v1.GenerateChatRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatResponse>) responseObserver);
          break;
        case METHODID_GENERATE_CHAT_STREAM:
          serviceImpl.generateChatStream((dev.switchyard.v1.GenerateChatRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GenerateChatStreamResponse>) responseObserver);
          break;
        case METHODID_COMPARE_CHAT:
          serviceImpl.compareChat((dev.switchyard.v1.CompareChatRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CompareChatResponse>) responseObserver);
          break;
        case METHODID_EMBED:
          serviceImpl.embed((dev.switchyard.v1.EmbedRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.EmbedResponse>) responseObserver);
          break;
        case METHODID_COUNT_TOKENS:
          serviceImpl.countTokens((dev.switchyard.v1.CountTokensRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CountTokensResponse>) responseObserver);
          break;
        case METHODID_LIST_MODELS:
          serviceImpl.listModels((dev.switchyard.v1.ListModelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListModelsResponse>) responseObserver);
          break;
        case METHODID_GET_MODEL:
          serviceImpl.getModel((dev.switchyard.v1.GetModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetModelResponse>) responseObserver);
          break;
        case METHODID_TEST_MODEL:
          serviceImpl.testModel((dev.switchyard.v1.TestModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.TestModelResponse>) responseObserver);
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
          getGenerateTextMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GenerateTextRequest,
              dev.switchyard.v1.GenerateTextResponse>(
                service, METHODID_GENERATE_TEXT)))
        .addMethod(
          getGenerateTextStreamMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.switchyard.v1.GenerateTextRequest,
              dev.switchyard.v1.GenerateTextStreamResponse>(
                service, METHODID_GENERATE_TEXT_STREAM)))
        .addMethod(
          getGenerateChatMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GenerateChatRequest,
              dev.switchyard.v1.GenerateChatResponse>(
                service, METHODID_GENERATE_CHAT)))
        .addMethod(
          getGenerateChatStreamMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.switchyard.v1.GenerateChatRequest,
              dev.switchyard.v1.GenerateChatStreamResponse>(
                service, METHODID_GENERATE_CHAT_STREAM)))
        .addMethod(
          getCompareChatMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.switchyard.v1.CompareChatRequest,
              dev.switchyard.v1.CompareChatResponse>(
                service, METHODID_COMPARE_CHAT)))
        .addMethod(
          getEmbedMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.EmbedRequest,
              dev.switchyard.v1.EmbedResponse>(
                service, METHODID_EMBED)))
        .addMethod(
          getCountTokensMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CountTokensRequest,
              dev.switchyard.v1.CountTokensResponse>(
                service, METHODID_COUNT_TOKENS)))
        .addMethod(
          getListModelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListModelsRequest,
              dev.switchyard.v1.ListModelsResponse>(
                service, METHODID_LIST_MODELS)))
        .addMethod(
          getGetModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetModelRequest,
              dev.switchyard.v1.GetModelResponse>(
                service, METHODID_GET_MODEL)))
        .addMethod(
          getTestModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.TestModelRequest,
              dev.switchyard.v1.TestModelResponse>(
                service, METHODID_TEST_MODEL)))
        .build();
  }

  private static abstract class LLMServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    LLMServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.switchyard.v1.LlmServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("LLMService");
    }
  }

  private static final class LLMServiceFileDescriptorSupplier
      extends LLMServiceBaseDescriptorSupplier {
    LLMServiceFileDescriptorSupplier() {}
  }

  private static final class LLMServiceMethodDescriptorSupplier
      extends LLMServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    LLMServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (LLMServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new LLMServiceFileDescriptorSupplier())
              .addMethod(getGenerateTextMethod())
              .addMethod(getGenerateTextStreamMethod())
              .addMethod(getGenerateChatMethod())
              .addMethod(getGenerateChatStreamMethod())
              .addMethod(getCompareChatMethod())
              .addMethod(getEmbedMethod())
              .addMethod(getCountTokensMethod())
              .addMethod(getListModelsMethod())
              .addMethod(getGetModelMethod())
              .addMethod(getTestModelMethod())
              .build();
        }
      }
    }
    return result;
  }
}
