package dev.switchyard.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Operates the gateway.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AdminServiceGrpc {

  private AdminServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "switchyard.v1.AdminService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetServiceHealthRequest,
      dev.switchyard.v1.GetServiceHealthResponse> getGetServiceHealthMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetServiceHealth",
      requestType = dev.switchyard.v1.GetServiceHealthRequest.class,
      responseType = dev.switchyard.v1.GetServiceHealthResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetServiceHealthRequest,
      dev.switchyard.v1.GetServiceHealthResponse> getGetServiceHealthMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetServiceHealthRequest, dev.switchyard.v1.GetServiceHealthResponse> getGetServiceHealthMethod;
    if ((getGetServiceHealthMethod = AdminServiceGrpc.getGetServiceHealthMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetServiceHealthMethod = AdminServiceGrpc.getGetServiceHealthMethod) == null) {
          AdminServiceGrpc.getGetServiceHealthMethod = getGetServiceHealthMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetServiceHealthRequest, dev.switchyard.v1.GetServiceHealthResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetServiceHealth"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetServiceHealthRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetServiceHealthResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetServiceHealth"))
              .build();
        }
      }
    }
    return getGetServiceHealthMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CheckProviderHealthRequest,
      dev.switchyard.v1.CheckProviderHealthResponse> getCheckProviderHealthMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CheckProviderHealth",
      requestType = dev.switchyard.v1.CheckProviderHealthRequest.class,
      responseType = dev.switchyard.v1.CheckProviderHealthResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CheckProviderHealthRequest,
      dev.switchyard.v1.CheckProviderHealthResponse> getCheckProviderHealthMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CheckProviderHealthRequest, dev.switchyard.v1.CheckProviderHealthResponse> getCheckProviderHealthMethod;
    if ((getCheckProviderHealthMethod = AdminServiceGrpc.getCheckProviderHealthMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCheckProviderHealthMethod = AdminServiceGrpc.getCheckProviderHealthMethod) == null) {
          AdminServiceGrpc.getCheckProviderHealthMethod = getCheckProviderHealthMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CheckProviderHealthRequest, dev.switchyard.v1.CheckProviderHealthResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CheckProviderHealth"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CheckProviderHealthRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CheckProviderHealthResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CheckProviderHealth"))
              .build();
        }
      }
    }
    return getCheckProviderHealthMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.SyncModelsRequest,
      dev.switchyard.v1.SyncModelsResponse> getSyncModelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SyncModels",
      requestType = dev.switchyard.v1.SyncModelsRequest.class,
      responseType = dev.switchyard.v1.SyncModelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.SyncModelsRequest,
      dev.switchyard.v1.SyncModelsResponse> getSyncModelsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.SyncModelsRequest, dev.switchyard.v1.SyncModelsResponse> getSyncModelsMethod;
    if ((getSyncModelsMethod = AdminServiceGrpc.getSyncModelsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getSyncModelsMethod = AdminServiceGrpc.getSyncModelsMethod) == null) {
          AdminServiceGrpc.getSyncModelsMethod = getSyncModelsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.SyncModelsRequest, dev.switchyard.v1.SyncModelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SyncModels"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.SyncModelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.SyncModelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("SyncModels"))
              .build();
        }
      }
    }
    return getSyncModelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListCircuitsRequest,
      dev.switchyard.v1.ListCircuitsResponse> getListCircuitsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCircuits",
      requestType = dev.switchyard.v1.ListCircuitsRequest.class,
      responseType = dev.switchyard.v1.ListCircuitsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListCircuitsRequest,
      dev.switchyard.v1.ListCircuitsResponse> getListCircuitsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListCircuitsRequest, dev.switchyard.v1.ListCircuitsResponse> getListCircuitsMethod;
    if ((getListCircuitsMethod = AdminServiceGrpc.getListCircuitsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListCircuitsMethod = AdminServiceGrpc.getListCircuitsMethod) == null) {
          AdminServiceGrpc.getListCircuitsMethod = getListCircuitsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListCircuitsRequest, dev.switchyard.v1.ListCircuitsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCircuits"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListCircuitsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListCircuitsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListCircuits"))
              .build();
        }
      }
    }
    return getListCircuitsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetCircuitRequest,
      dev.switchyard.v1.GetCircuitResponse> getGetCircuitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCircuit",
      requestType = dev.switchyard.v1.GetCircuitRequest.class,
      responseType = dev.switchyard.v1.GetCircuitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetCircuitRequest,
      dev.switchyard.v1.GetCircuitResponse> getGetCircuitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetCircuitRequest, dev.switchyard.v1.GetCircuitResponse> getGetCircuitMethod;
    if ((getGetCircuitMethod = AdminServiceGrpc.getGetCircuitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetCircuitMethod = AdminServiceGrpc.getGetCircuitMethod) == null) {
          AdminServiceGrpc.getGetCircuitMethod = getGetCircuitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetCircuitRequest, dev.switchyard.v1.GetCircuitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCircuit"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetCircuitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetCircuitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetCircuit"))
              .build();
        }
      }
    }
    return getGetCircuitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.TripCircuitRequest,
      dev.switchyard.v1.TripCircuitResponse> getTripCircuitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TripCircuit",
      requestType = dev.switchyard.v1.TripCircuitRequest.class,
      responseType = dev.switchyard.v1.TripCircuitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.TripCircuitRequest,
      dev.switchyard.v1.TripCircuitResponse> getTripCircuitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.TripCircuitRequest, dev.switchyard.v1.TripCircuitResponse> getTripCircuitMethod;
    if ((getTripCircuitMethod = AdminServiceGrpc.getTripCircuitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getTripCircuitMethod = AdminServiceGrpc.getTripCircuitMethod) == null) {
          AdminServiceGrpc.getTripCircuitMethod = getTripCircuitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.TripCircuitRequest, dev.switchyard.v1.TripCircuitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TripCircuit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.TripCircuitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.TripCircuitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("TripCircuit"))
              .build();
        }
      }
    }
    return getTripCircuitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ResetCircuitRequest,
      dev.switchyard.v1.ResetCircuitResponse> getResetCircuitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResetCircuit",
      requestType = dev.switchyard.v1.ResetCircuitRequest.class,
      responseType = dev.switchyard.v1.ResetCircuitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ResetCircuitRequest,
      dev.switchyard.v1.ResetCircuitResponse> getResetCircuitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ResetCircuitRequest, dev.switchyard.v1.ResetCircuitResponse> getResetCircuitMethod;
    if ((getResetCircuitMethod = AdminServiceGrpc.getResetCircuitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getResetCircuitMethod = AdminServiceGrpc.getResetCircuitMethod) == null) {
          AdminServiceGrpc.getResetCircuitMethod = getResetCircuitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ResetCircuitRequest, dev.switchyard.v1.ResetCircuitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResetCircuit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ResetCircuitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ResetCircuitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ResetCircuit"))
              .build();
        }
      }
    }
    return getResetCircuitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ExplainSelectionRequest,
      dev.switchyard.v1.ExplainSelectionResponse> getExplainSelectionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExplainSelection",
      requestType = dev.switchyard.v1.ExplainSelectionRequest.class,
      responseType = dev.switchyard.v1.ExplainSelectionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ExplainSelectionRequest,
      dev.switchyard.v1.ExplainSelectionResponse> getExplainSelectionMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ExplainSelectionRequest, dev.switchyard.v1.ExplainSelectionResponse> getExplainSelectionMethod;
    if ((getExplainSelectionMethod = AdminServiceGrpc.getExplainSelectionMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getExplainSelectionMethod = AdminServiceGrpc.getExplainSelectionMethod) == null) {
          AdminServiceGrpc.getExplainSelectionMethod = getExplainSelectionMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ExplainSelectionRequest, dev.switchyard.v1.ExplainSelectionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExplainSelection"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ExplainSelectionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ExplainSelectionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ExplainSelection"))
              .build();
        }
      }
    }
    return getExplainSelectionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListRoutesRequest,
      dev.switchyard.v1.ListRoutesResponse> getListRoutesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRoutes",
      requestType = dev.switchyard.v1.ListRoutesRequest.class,
      responseType = dev.switchyard.v1.ListRoutesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListRoutesRequest,
      dev.switchyard.v1.ListRoutesResponse> getListRoutesMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListRoutesRequest, dev.switchyard.v1.ListRoutesResponse> getListRoutesMethod;
    if ((getListRoutesMethod = AdminServiceGrpc.getListRoutesMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListRoutesMethod = AdminServiceGrpc.getListRoutesMethod) == null) {
          AdminServiceGrpc.getListRoutesMethod = getListRoutesMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListRoutesRequest, dev.switchyard.v1.ListRoutesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRoutes"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRoutesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRoutesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListRoutes"))
              .build();
        }
      }
    }
    return getListRoutesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetRouteRequest,
      dev.switchyard.v1.GetRouteResponse> getGetRouteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRoute",
      requestType = dev.switchyard.v1.GetRouteRequest.class,
      responseType = dev.switchyard.v1.GetRouteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetRouteRequest,
      dev.switchyard.v1.GetRouteResponse> getGetRouteMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetRouteRequest, dev.switchyard.v1.GetRouteResponse> getGetRouteMethod;
    if ((getGetRouteMethod = AdminServiceGrpc.getGetRouteMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetRouteMethod = AdminServiceGrpc.getGetRouteMethod) == null) {
          AdminServiceGrpc.getGetRouteMethod = getGetRouteMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetRouteRequest, dev.switchyard.v1.GetRouteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRoute"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetRouteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetRouteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetRoute"))
              .build();
        }
      }
    }
    return getGetRouteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRouteRequest,
      dev.switchyard.v1.CreateRouteResponse> getCreateRouteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateRoute",
      requestType = dev.switchyard.v1.CreateRouteRequest.class,
      responseType = dev.switchyard.v1.CreateRouteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRouteRequest,
      dev.switchyard.v1.CreateRouteResponse> getCreateRouteMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRouteRequest, dev.switchyard.v1.CreateRouteResponse> getCreateRouteMethod;
    if ((getCreateRouteMethod = AdminServiceGrpc.getCreateRouteMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateRouteMethod = AdminServiceGrpc.getCreateRouteMethod) == null) {
          AdminServiceGrpc.getCreateRouteMethod = getCreateRouteMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateRouteRequest, dev.switchyard.v1.CreateRouteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateRoute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateRouteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateRouteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateRoute"))
              .build();
        }
      }
    }
    return getCreateRouteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRouteRequest,
      dev.switchyard.v1.UpdateRouteResponse> getUpdateRouteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateRoute",
      requestType = dev.switchyard.v1.UpdateRouteRequest.class,
      responseType = dev.switchyard.v1.UpdateRouteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRouteRequest,
      dev.switchyard.v1.UpdateRouteResponse> getUpdateRouteMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRouteRequest, dev.switchyard.v1.UpdateRouteResponse> getUpdateRouteMethod;
    if ((getUpdateRouteMethod = AdminServiceGrpc.getUpdateRouteMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateRouteMethod = AdminServiceGrpc.getUpdateRouteMethod) == null) {
          AdminServiceGrpc.getUpdateRouteMethod = getUpdateRouteMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateRouteRequest, dev.switchyard.v1.UpdateRouteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateRoute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateRouteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateRouteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateRoute"))
              .build();
        }
      }
    }
    return getUpdateRouteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRouteRequest,
      dev.switchyard.v1.DeleteRouteResponse> getDeleteRouteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRoute",
      requestType = dev.switchyard.v1.DeleteRouteRequest.class,
      responseType = dev.switchyard.v1.DeleteRouteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRouteRequest,
      dev.switchyard.v1.DeleteRouteResponse> getDeleteRouteMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRouteRequest, dev.switchyard.v1.DeleteRouteResponse> getDeleteRouteMethod;
    if ((getDeleteRouteMethod = AdminServiceGrpc.getDeleteRouteMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteRouteMethod = AdminServiceGrpc.getDeleteRouteMethod) == null) {
          AdminServiceGrpc.getDeleteRouteMethod = getDeleteRouteMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteRouteRequest, dev.switchyard.v1.DeleteRouteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRoute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteRouteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteRouteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteRoute"))
              .build();
        }
      }
    }
    return getDeleteRouteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetPolicyRequest,
      dev.switchyard.v1.GetPolicyResponse> getGetPolicyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPolicy",
      requestType = dev.switchyard.v1.GetPolicyRequest.class,
      responseType = dev.switchyard.v1.GetPolicyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetPolicyRequest,
      dev.switchyard.v1.GetPolicyResponse> getGetPolicyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetPolicyRequest, dev.switchyard.v1.GetPolicyResponse> getGetPolicyMethod;
    if ((getGetPolicyMethod = AdminServiceGrpc.getGetPolicyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetPolicyMethod = AdminServiceGrpc.getGetPolicyMethod) == null) {
          AdminServiceGrpc.getGetPolicyMethod = getGetPolicyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetPolicyRequest, dev.switchyard.v1.GetPolicyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPolicy"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetPolicyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetPolicyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetPolicy"))
              .build();
        }
      }
    }
    return getGetPolicyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdatePolicyRequest,
      dev.switchyard.v1.UpdatePolicyResponse> getUpdatePolicyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdatePolicy",
      requestType = dev.switchyard.v1.UpdatePolicyRequest.class,
      responseType = dev.switchyard.v1.UpdatePolicyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdatePolicyRequest,
      dev.switchyard.v1.UpdatePolicyResponse> getUpdatePolicyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdatePolicyRequest, dev.switchyard.v1.UpdatePolicyResponse> getUpdatePolicyMethod;
    if ((getUpdatePolicyMethod = AdminServiceGrpc.getUpdatePolicyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdatePolicyMethod = AdminServiceGrpc.getUpdatePolicyMethod) == null) {
          AdminServiceGrpc.getUpdatePolicyMethod = getUpdatePolicyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdatePolicyRequest, dev.switchyard.v1.UpdatePolicyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdatePolicy"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdatePolicyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdatePolicyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdatePolicy"))
              .build();
        }
      }
    }
    return getUpdatePolicyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ResetPolicyRequest,
      dev.switchyard.v1.ResetPolicyResponse> getResetPolicyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResetPolicy",
      requestType = dev.switchyard.v1.ResetPolicyRequest.class,
      responseType = dev.switchyard.v1.ResetPolicyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ResetPolicyRequest,
      dev.switchyard.v1.ResetPolicyResponse> getResetPolicyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ResetPolicyRequest, dev.switchyard.v1.ResetPolicyResponse> getResetPolicyMethod;
    if ((getResetPolicyMethod = AdminServiceGrpc.getResetPolicyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getResetPolicyMethod = AdminServiceGrpc.getResetPolicyMethod) == null) {
          AdminServiceGrpc.getResetPolicyMethod = getResetPolicyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ResetPolicyRequest, dev.switchyard.v1.ResetPolicyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResetPolicy"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ResetPolicyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ResetPolicyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ResetPolicy"))
              .build();
        }
      }
    }
    return getResetPolicyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListTenantsRequest,
      dev.switchyard.v1.ListTenantsResponse> getListTenantsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTenants",
      requestType = dev.switchyard.v1.ListTenantsRequest.class,
      responseType = dev.switchyard.v1.ListTenantsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListTenantsRequest,
      dev.switchyard.v1.ListTenantsResponse> getListTenantsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListTenantsRequest, dev.switchyard.v1.ListTenantsResponse> getListTenantsMethod;
    if ((getListTenantsMethod = AdminServiceGrpc.getListTenantsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListTenantsMethod = AdminServiceGrpc.getListTenantsMethod) == null) {
          AdminServiceGrpc.getListTenantsMethod = getListTenantsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListTenantsRequest, dev.switchyard.v1.ListTenantsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTenants"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListTenantsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListTenantsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListTenants"))
              .build();
        }
      }
    }
    return getListTenantsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetTenantRequest,
      dev.switchyard.v1.GetTenantResponse> getGetTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTenant",
      requestType = dev.switchyard.v1.GetTenantRequest.class,
      responseType = dev.switchyard.v1.GetTenantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetTenantRequest,
      dev.switchyard.v1.GetTenantResponse> getGetTenantMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetTenantRequest, dev.switchyard.v1.GetTenantResponse> getGetTenantMethod;
    if ((getGetTenantMethod = AdminServiceGrpc.getGetTenantMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetTenantMethod = AdminServiceGrpc.getGetTenantMethod) == null) {
          AdminServiceGrpc.getGetTenantMethod = getGetTenantMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetTenantRequest, dev.switchyard.v1.GetTenantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTenant"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetTenantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetTenant"))
              .build();
        }
      }
    }
    return getGetTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateTenantRequest,
      dev.switchyard.v1.CreateTenantResponse> getCreateTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateTenant",
      requestType = dev.switchyard.v1.CreateTenantRequest.class,
      responseType = dev.switchyard.v1.CreateTenantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateTenantRequest,
      dev.switchyard.v1.CreateTenantResponse> getCreateTenantMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateTenantRequest, dev.switchyard.v1.CreateTenantResponse> getCreateTenantMethod;
    if ((getCreateTenantMethod = AdminServiceGrpc.getCreateTenantMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateTenantMethod = AdminServiceGrpc.getCreateTenantMethod) == null) {
          AdminServiceGrpc.getCreateTenantMethod = getCreateTenantMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateTenantRequest, dev.switchyard.v1.CreateTenantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateTenantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateTenant"))
              .build();
        }
      }
    }
    return getCreateTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateTenantRequest,
      dev.switchyard.v1.UpdateTenantResponse> getUpdateTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateTenant",
      requestType = dev.switchyard.v1.UpdateTenantRequest.class,
      responseType = dev.switchyard.v1.UpdateTenantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateTenantRequest,
      dev.switchyard.v1.UpdateTenantResponse> getUpdateTenantMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateTenantRequest, dev.switchyard.v1.UpdateTenantResponse> getUpdateTenantMethod;
    if ((getUpdateTenantMethod = AdminServiceGrpc.getUpdateTenantMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateTenantMethod = AdminServiceGrpc.getUpdateTenantMethod) == null) {
          AdminServiceGrpc.getUpdateTenantMethod = getUpdateTenantMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateTenantRequest, dev.switchyard.v1.UpdateTenantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateTenantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateTenant"))
              .build();
        }
      }
    }
    return getUpdateTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteTenantRequest,
      dev.switchyard.v1.DeleteTenantResponse> getDeleteTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteTenant",
      requestType = dev.switchyard.v1.DeleteTenantRequest.class,
      responseType = dev.switchyard.v1.DeleteTenantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteTenantRequest,
      dev.switchyard.v1.DeleteTenantResponse> getDeleteTenantMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteTenantRequest, dev.switchyard.v1.DeleteTenantResponse> getDeleteTenantMethod;
    if ((getDeleteTenantMethod = AdminServiceGrpc.getDeleteTenantMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteTenantMethod = AdminServiceGrpc.getDeleteTenantMethod) == null) {
          AdminServiceGrpc.getDeleteTenantMethod = getDeleteTenantMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteTenantRequest, dev.switchyard.v1.DeleteTenantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteTenantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteTenant"))
              .build();
        }
      }
    }
    return getDeleteTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListApiKeysRequest,
      dev.switchyard.v1.ListApiKeysResponse> getListApiKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListApiKeys",
      requestType = dev.switchyard.v1.ListApiKeysRequest.class,
      responseType = dev.switchyard.v1.ListApiKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListApiKeysRequest,
      dev.switchyard.v1.ListApiKeysResponse> getListApiKeysMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListApiKeysRequest, dev.switchyard.v1.ListApiKeysResponse> getListApiKeysMethod;
    if ((getListApiKeysMethod = AdminServiceGrpc.getListApiKeysMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListApiKeysMethod = AdminServiceGrpc.getListApiKeysMethod) == null) {
          AdminServiceGrpc.getListApiKeysMethod = getListApiKeysMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListApiKeysRequest, dev.switchyard.v1.ListApiKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListApiKeys"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListApiKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListApiKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListApiKeys"))
              .build();
        }
      }
    }
    return getListApiKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetApiKeyRequest,
      dev.switchyard.v1.GetApiKeyResponse> getGetApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetApiKey",
      requestType = dev.switchyard.v1.GetApiKeyRequest.class,
      responseType = dev.switchyard.v1.GetApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetApiKeyRequest,
      dev.switchyard.v1.GetApiKeyResponse> getGetApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetApiKeyRequest, dev.switchyard.v1.GetApiKeyResponse> getGetApiKeyMethod;
    if ((getGetApiKeyMethod = AdminServiceGrpc.getGetApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetApiKeyMethod = AdminServiceGrpc.getGetApiKeyMethod) == null) {
          AdminServiceGrpc.getGetApiKeyMethod = getGetApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetApiKeyRequest, dev.switchyard.v1.GetApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetApiKey"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetApiKey"))
              .build();
        }
      }
    }
    return getGetApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateApiKeyRequest,
      dev.switchyard.v1.CreateApiKeyResponse> getCreateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateApiKey",
      requestType = dev.switchyard.v1.CreateApiKeyRequest.class,
      responseType = dev.switchyard.v1.CreateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateApiKeyRequest,
      dev.switchyard.v1.CreateApiKeyResponse> getCreateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateApiKeyRequest, dev.switchyard.v1.CreateApiKeyResponse> getCreateApiKeyMethod;
    if ((getCreateApiKeyMethod = AdminServiceGrpc.getCreateApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateApiKeyMethod = AdminServiceGrpc.getCreateApiKeyMethod) == null) {
          AdminServiceGrpc.getCreateApiKeyMethod = getCreateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateApiKeyRequest, dev.switchyard.v1.CreateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateApiKey"))
              .build();
        }
      }
    }
    return getCreateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateApiKeyRequest,
      dev.switchyard.v1.UpdateApiKeyResponse> getUpdateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateApiKey",
      requestType = dev.switchyard.v1.UpdateApiKeyRequest.class,
      responseType = dev.switchyard.v1.UpdateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateApiKeyRequest,
      dev.switchyard.v1.UpdateApiKeyResponse> getUpdateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateApiKeyRequest, dev.switchyard.v1.UpdateApiKeyResponse> getUpdateApiKeyMethod;
    if ((getUpdateApiKeyMethod = AdminServiceGrpc.getUpdateApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateApiKeyMethod = AdminServiceGrpc.getUpdateApiKeyMethod) == null) {
          AdminServiceGrpc.getUpdateApiKeyMethod = getUpdateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateApiKeyRequest, dev.switchyard.v1.UpdateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateApiKey"))
              .build();
        }
      }
    }
    return getUpdateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.RotateApiKeyRequest,
      dev.switchyard.v1.RotateApiKeyResponse> getRotateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateApiKey",
      requestType = dev.switchyard.v1.RotateApiKeyRequest.class,
      responseType = dev.switchyard.v1.RotateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.RotateApiKeyRequest,
      dev.switchyard.v1.RotateApiKeyResponse> getRotateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.RotateApiKeyRequest, dev.switchyard.v1.RotateApiKeyResponse> getRotateApiKeyMethod;
    if ((getRotateApiKeyMethod = AdminServiceGrpc.getRotateApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getRotateApiKeyMethod = AdminServiceGrpc.getRotateApiKeyMethod) == null) {
          AdminServiceGrpc.getRotateApiKeyMethod = getRotateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.RotateApiKeyRequest, dev.switchyard.v1.RotateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.RotateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.RotateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("RotateApiKey"))
              .build();
        }
      }
    }
    return getRotateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.RevokeApiKeyRequest,
      dev.switchyard.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeApiKey",
      requestType = dev.switchyard.v1.RevokeApiKeyRequest.class,
      responseType = dev.switchyard.v1.RevokeApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.RevokeApiKeyRequest,
      dev.switchyard.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.RevokeApiKeyRequest, dev.switchyard.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod;
    if ((getRevokeApiKeyMethod = AdminServiceGrpc.getRevokeApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getRevokeApiKeyMethod = AdminServiceGrpc.getRevokeApiKeyMethod) == null) {
          AdminServiceGrpc.getRevokeApiKeyMethod = getRevokeApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.RevokeApiKeyRequest, dev.switchyard.v1.RevokeApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.RevokeApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.RevokeApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("RevokeApiKey"))
              .build();
        }
      }
    }
    return getRevokeApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListAuditEventsRequest,
      dev.switchyard.v1.ListAuditEventsResponse> getListAuditEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAuditEvents",
      requestType = dev.switchyard.v1.ListAuditEventsRequest.class,
      responseType = dev.switchyard.v1.ListAuditEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListAuditEventsRequest,
      dev.switchyard.v1.ListAuditEventsResponse> getListAuditEventsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListAuditEventsRequest, dev.switchyard.v1.ListAuditEventsResponse> getListAuditEventsMethod;
    if ((getListAuditEventsMethod = AdminServiceGrpc.getListAuditEventsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListAuditEventsMethod = AdminServiceGrpc.getListAuditEventsMethod) == null) {
          AdminServiceGrpc.getListAuditEventsMethod = getListAuditEventsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListAuditEventsRequest, dev.switchyard.v1.ListAuditEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAuditEvents"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListAuditEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListAuditEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListAuditEvents"))
              .build();
        }
      }
    }
    return getListAuditEventsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListProvidersRequest,
      dev.switchyard.v1.ListProvidersResponse> getListProvidersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProviders",
      requestType = dev.switchyard.v1.ListProvidersRequest.class,
      responseType = dev.switchyard.v1.ListProvidersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListProvidersRequest,
      dev.switchyard.v1.ListProvidersResponse> getListProvidersMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListProvidersRequest, dev.switchyard.v1.ListProvidersResponse> getListProvidersMethod;
    if ((getListProvidersMethod = AdminServiceGrpc.getListProvidersMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListProvidersMethod = AdminServiceGrpc.getListProvidersMethod) == null) {
          AdminServiceGrpc.getListProvidersMethod = getListProvidersMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListProvidersRequest, dev.switchyard.v1.ListProvidersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProviders"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListProvidersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListProvidersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListProviders"))
              .build();
        }
      }
    }
    return getListProvidersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderRequest,
      dev.switchyard.v1.GetProviderResponse> getGetProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProvider",
      requestType = dev.switchyard.v1.GetProviderRequest.class,
      responseType = dev.switchyard.v1.GetProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderRequest,
      dev.switchyard.v1.GetProviderResponse> getGetProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderRequest, dev.switchyard.v1.GetProviderResponse> getGetProviderMethod;
    if ((getGetProviderMethod = AdminServiceGrpc.getGetProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetProviderMethod = AdminServiceGrpc.getGetProviderMethod) == null) {
          AdminServiceGrpc.getGetProviderMethod = getGetProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetProviderRequest, dev.switchyard.v1.GetProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProvider"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetProvider"))
              .build();
        }
      }
    }
    return getGetProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderRequest,
      dev.switchyard.v1.CreateProviderResponse> getCreateProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProvider",
      requestType = dev.switchyard.v1.CreateProviderRequest.class,
      responseType = dev.switchyard.v1.CreateProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderRequest,
      dev.switchyard.v1.CreateProviderResponse> getCreateProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderRequest, dev.switchyard.v1.CreateProviderResponse> getCreateProviderMethod;
    if ((getCreateProviderMethod = AdminServiceGrpc.getCreateProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateProviderMethod = AdminServiceGrpc.getCreateProviderMethod) == null) {
          AdminServiceGrpc.getCreateProviderMethod = getCreateProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateProviderRequest, dev.switchyard.v1.CreateProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProvider"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateProvider"))
              .build();
        }
      }
    }
    return getCreateProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderRequest,
      dev.switchyard.v1.UpdateProviderResponse> getUpdateProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProvider",
      requestType = dev.switchyard.v1.UpdateProviderRequest.class,
      responseType = dev.switchyard.v1.UpdateProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderRequest,
      dev.switchyard.v1.UpdateProviderResponse> getUpdateProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderRequest, dev.switchyard.v1.UpdateProviderResponse> getUpdateProviderMethod;
    if ((getUpdateProviderMethod = AdminServiceGrpc.getUpdateProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateProviderMethod = AdminServiceGrpc.getUpdateProviderMethod) == null) {
          AdminServiceGrpc.getUpdateProviderMethod = getUpdateProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateProviderRequest, dev.switchyard.v1.UpdateProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProvider"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateProvider"))
              .build();
        }
      }
    }
    return getUpdateProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderRequest,
      dev.switchyard.v1.DeleteProviderResponse> getDeleteProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteProvider",
      requestType = dev.switchyard.v1.DeleteProviderRequest.class,
      responseType = dev.switchyard.v1.DeleteProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderRequest,
      dev.switchyard.v1.DeleteProviderResponse> getDeleteProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderRequest, dev.switchyard.v1.DeleteProviderResponse> getDeleteProviderMethod;
    if ((getDeleteProviderMethod = AdminServiceGrpc.getDeleteProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteProviderMethod = AdminServiceGrpc.getDeleteProviderMethod) == null) {
          AdminServiceGrpc.getDeleteProviderMethod = getDeleteProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteProviderRequest, dev.switchyard.v1.DeleteProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteProvider"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteProvider"))
              .build();
        }
      }
    }
    return getDeleteProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DisableProviderRequest,
      dev.switchyard.v1.DisableProviderResponse> getDisableProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DisableProvider",
      requestType = dev.switchyard.v1.DisableProviderRequest.class,
      responseType = dev.switchyard.v1.DisableProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DisableProviderRequest,
      dev.switchyard.v1.DisableProviderResponse> getDisableProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DisableProviderRequest, dev.switchyard.v1.DisableProviderResponse> getDisableProviderMethod;
    if ((getDisableProviderMethod = AdminServiceGrpc.getDisableProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDisableProviderMethod = AdminServiceGrpc.getDisableProviderMethod) == null) {
          AdminServiceGrpc.getDisableProviderMethod = getDisableProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DisableProviderRequest, dev.switchyard.v1.DisableProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DisableProvider"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DisableProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DisableProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DisableProvider"))
              .build();
        }
      }
    }
    return getDisableProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.EnableProviderRequest,
      dev.switchyard.v1.EnableProviderResponse> getEnableProviderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "EnableProvider",
      requestType = dev.switchyard.v1.EnableProviderRequest.class,
      responseType = dev.switchyard.v1.EnableProviderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.EnableProviderRequest,
      dev.switchyard.v1.EnableProviderResponse> getEnableProviderMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.EnableProviderRequest, dev.switchyard.v1.EnableProviderResponse> getEnableProviderMethod;
    if ((getEnableProviderMethod = AdminServiceGrpc.getEnableProviderMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getEnableProviderMethod = AdminServiceGrpc.getEnableProviderMethod) == null) {
          AdminServiceGrpc.getEnableProviderMethod = getEnableProviderMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.EnableProviderRequest, dev.switchyard.v1.EnableProviderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "EnableProvider"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.EnableProviderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.EnableProviderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("EnableProvider"))
              .build();
        }
      }
    }
    return getEnableProviderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListProviderModelsRequest,
      dev.switchyard.v1.ListProviderModelsResponse> getListProviderModelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProviderModels",
      requestType = dev.switchyard.v1.ListProviderModelsRequest.class,
      responseType = dev.switchyard.v1.ListProviderModelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListProviderModelsRequest,
      dev.switchyard.v1.ListProviderModelsResponse> getListProviderModelsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListProviderModelsRequest, dev.switchyard.v1.ListProviderModelsResponse> getListProviderModelsMethod;
    if ((getListProviderModelsMethod = AdminServiceGrpc.getListProviderModelsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListProviderModelsMethod = AdminServiceGrpc.getListProviderModelsMethod) == null) {
          AdminServiceGrpc.getListProviderModelsMethod = getListProviderModelsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListProviderModelsRequest, dev.switchyard.v1.ListProviderModelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProviderModels"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListProviderModelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListProviderModelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListProviderModels"))
              .build();
        }
      }
    }
    return getListProviderModelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderModelRequest,
      dev.switchyard.v1.GetProviderModelResponse> getGetProviderModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProviderModel",
      requestType = dev.switchyard.v1.GetProviderModelRequest.class,
      responseType = dev.switchyard.v1.GetProviderModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderModelRequest,
      dev.switchyard.v1.GetProviderModelResponse> getGetProviderModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetProviderModelRequest, dev.switchyard.v1.GetProviderModelResponse> getGetProviderModelMethod;
    if ((getGetProviderModelMethod = AdminServiceGrpc.getGetProviderModelMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetProviderModelMethod = AdminServiceGrpc.getGetProviderModelMethod) == null) {
          AdminServiceGrpc.getGetProviderModelMethod = getGetProviderModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetProviderModelRequest, dev.switchyard.v1.GetProviderModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProviderModel"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetProviderModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetProviderModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetProviderModel"))
              .build();
        }
      }
    }
    return getGetProviderModelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderModelRequest,
      dev.switchyard.v1.CreateProviderModelResponse> getCreateProviderModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProviderModel",
      requestType = dev.switchyard.v1.CreateProviderModelRequest.class,
      responseType = dev.switchyard.v1.CreateProviderModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderModelRequest,
      dev.switchyard.v1.CreateProviderModelResponse> getCreateProviderModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateProviderModelRequest, dev.switchyard.v1.CreateProviderModelResponse> getCreateProviderModelMethod;
    if ((getCreateProviderModelMethod = AdminServiceGrpc.getCreateProviderModelMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateProviderModelMethod = AdminServiceGrpc.getCreateProviderModelMethod) == null) {
          AdminServiceGrpc.getCreateProviderModelMethod = getCreateProviderModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateProviderModelRequest, dev.switchyard.v1.CreateProviderModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProviderModel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateProviderModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateProviderModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateProviderModel"))
              .build();
        }
      }
    }
    return getCreateProviderModelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderModelRequest,
      dev.switchyard.v1.UpdateProviderModelResponse> getUpdateProviderModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProviderModel",
      requestType = dev.switchyard.v1.UpdateProviderModelRequest.class,
      responseType = dev.switchyard.v1.UpdateProviderModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderModelRequest,
      dev.switchyard.v1.UpdateProviderModelResponse> getUpdateProviderModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateProviderModelRequest, dev.switchyard.v1.UpdateProviderModelResponse> getUpdateProviderModelMethod;
    if ((getUpdateProviderModelMethod = AdminServiceGrpc.getUpdateProviderModelMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateProviderModelMethod = AdminServiceGrpc.getUpdateProviderModelMethod) == null) {
          AdminServiceGrpc.getUpdateProviderModelMethod = getUpdateProviderModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateProviderModelRequest, dev.switchyard.v1.UpdateProviderModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProviderModel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateProviderModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateProviderModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateProviderModel"))
              .build();
        }
      }
    }
    return getUpdateProviderModelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderModelRequest,
      dev.switchyard.v1.DeleteProviderModelResponse> getDeleteProviderModelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteProviderModel",
      requestType = dev.switchyard.v1.DeleteProviderModelRequest.class,
      responseType = dev.switchyard.v1.DeleteProviderModelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderModelRequest,
      dev.switchyard.v1.DeleteProviderModelResponse> getDeleteProviderModelMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteProviderModelRequest, dev.switchyard.v1.DeleteProviderModelResponse> getDeleteProviderModelMethod;
    if ((getDeleteProviderModelMethod = AdminServiceGrpc.getDeleteProviderModelMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteProviderModelMethod = AdminServiceGrpc.getDeleteProviderModelMethod) == null) {
          AdminServiceGrpc.getDeleteProviderModelMethod = getDeleteProviderModelMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteProviderModelRequest, dev.switchyard.v1.DeleteProviderModelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteProviderModel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteProviderModelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteProviderModelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteProviderModel"))
              .build();
        }
      }
    }
    return getDeleteProviderModelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListBudgetsRequest,
      dev.switchyard.v1.ListBudgetsResponse> getListBudgetsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListBudgets",
      requestType = dev.switchyard.v1.ListBudgetsRequest.class,
      responseType = dev.switchyard.v1.ListBudgetsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListBudgetsRequest,
      dev.switchyard.v1.ListBudgetsResponse> getListBudgetsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListBudgetsRequest, dev.switchyard.v1.ListBudgetsResponse> getListBudgetsMethod;
    if ((getListBudgetsMethod = AdminServiceGrpc.getListBudgetsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListBudgetsMethod = AdminServiceGrpc.getListBudgetsMethod) == null) {
          AdminServiceGrpc.getListBudgetsMethod = getListBudgetsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListBudgetsRequest, dev.switchyard.v1.ListBudgetsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListBudgets"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListBudgetsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListBudgetsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListBudgets"))
              .build();
        }
      }
    }
    return getListBudgetsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetBudgetRequest,
      dev.switchyard.v1.GetBudgetResponse> getGetBudgetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetBudget",
      requestType = dev.switchyard.v1.GetBudgetRequest.class,
      responseType = dev.switchyard.v1.GetBudgetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetBudgetRequest,
      dev.switchyard.v1.GetBudgetResponse> getGetBudgetMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetBudgetRequest, dev.switchyard.v1.GetBudgetResponse> getGetBudgetMethod;
    if ((getGetBudgetMethod = AdminServiceGrpc.getGetBudgetMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetBudgetMethod = AdminServiceGrpc.getGetBudgetMethod) == null) {
          AdminServiceGrpc.getGetBudgetMethod = getGetBudgetMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetBudgetRequest, dev.switchyard.v1.GetBudgetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetBudget"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetBudgetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetBudgetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetBudget"))
              .build();
        }
      }
    }
    return getGetBudgetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateBudgetRequest,
      dev.switchyard.v1.CreateBudgetResponse> getCreateBudgetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateBudget",
      requestType = dev.switchyard.v1.CreateBudgetRequest.class,
      responseType = dev.switchyard.v1.CreateBudgetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateBudgetRequest,
      dev.switchyard.v1.CreateBudgetResponse> getCreateBudgetMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateBudgetRequest, dev.switchyard.v1.CreateBudgetResponse> getCreateBudgetMethod;
    if ((getCreateBudgetMethod = AdminServiceGrpc.getCreateBudgetMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateBudgetMethod = AdminServiceGrpc.getCreateBudgetMethod) == null) {
          AdminServiceGrpc.getCreateBudgetMethod = getCreateBudgetMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateBudgetRequest, dev.switchyard.v1.CreateBudgetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateBudget"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateBudgetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateBudgetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateBudget"))
              .build();
        }
      }
    }
    return getCreateBudgetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateBudgetRequest,
      dev.switchyard.v1.UpdateBudgetResponse> getUpdateBudgetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateBudget",
      requestType = dev.switchyard.v1.UpdateBudgetRequest.class,
      responseType = dev.switchyard.v1.UpdateBudgetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateBudgetRequest,
      dev.switchyard.v1.UpdateBudgetResponse> getUpdateBudgetMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateBudgetRequest, dev.switchyard.v1.UpdateBudgetResponse> getUpdateBudgetMethod;
    if ((getUpdateBudgetMethod = AdminServiceGrpc.getUpdateBudgetMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateBudgetMethod = AdminServiceGrpc.getUpdateBudgetMethod) == null) {
          AdminServiceGrpc.getUpdateBudgetMethod = getUpdateBudgetMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateBudgetRequest, dev.switchyard.v1.UpdateBudgetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateBudget"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateBudgetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateBudgetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateBudget"))
              .build();
        }
      }
    }
    return getUpdateBudgetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteBudgetRequest,
      dev.switchyard.v1.DeleteBudgetResponse> getDeleteBudgetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteBudget",
      requestType = dev.switchyard.v1.DeleteBudgetRequest.class,
      responseType = dev.switchyard.v1.DeleteBudgetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteBudgetRequest,
      dev.switchyard.v1.DeleteBudgetResponse> getDeleteBudgetMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteBudgetRequest, dev.switchyard.v1.DeleteBudgetResponse> getDeleteBudgetMethod;
    if ((getDeleteBudgetMethod = AdminServiceGrpc.getDeleteBudgetMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteBudgetMethod = AdminServiceGrpc.getDeleteBudgetMethod) == null) {
          AdminServiceGrpc.getDeleteBudgetMethod = getDeleteBudgetMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteBudgetRequest, dev.switchyard.v1.DeleteBudgetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteBudget"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteBudgetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteBudgetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteBudget"))
              .build();
        }
      }
    }
    return getDeleteBudgetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.ListRateLimitsRequest,
      dev.switchyard.v1.ListRateLimitsResponse> getListRateLimitsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRateLimits",
      requestType = dev.switchyard.v1.ListRateLimitsRequest.class,
      responseType = dev.switchyard.v1.ListRateLimitsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.ListRateLimitsRequest,
      dev.switchyard.v1.ListRateLimitsResponse> getListRateLimitsMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.ListRateLimitsRequest, dev.switchyard.v1.ListRateLimitsResponse> getListRateLimitsMethod;
    if ((getListRateLimitsMethod = AdminServiceGrpc.getListRateLimitsMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListRateLimitsMethod = AdminServiceGrpc.getListRateLimitsMethod) == null) {
          AdminServiceGrpc.getListRateLimitsMethod = getListRateLimitsMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.ListRateLimitsRequest, dev.switchyard.v1.ListRateLimitsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRateLimits"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRateLimitsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.ListRateLimitsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListRateLimits"))
              .build();
        }
      }
    }
    return getListRateLimitsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.GetRateLimitRequest,
      dev.switchyard.v1.GetRateLimitResponse> getGetRateLimitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRateLimit",
      requestType = dev.switchyard.v1.GetRateLimitRequest.class,
      responseType = dev.switchyard.v1.GetRateLimitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.GetRateLimitRequest,
      dev.switchyard.v1.GetRateLimitResponse> getGetRateLimitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.GetRateLimitRequest, dev.switchyard.v1.GetRateLimitResponse> getGetRateLimitMethod;
    if ((getGetRateLimitMethod = AdminServiceGrpc.getGetRateLimitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetRateLimitMethod = AdminServiceGrpc.getGetRateLimitMethod) == null) {
          AdminServiceGrpc.getGetRateLimitMethod = getGetRateLimitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.GetRateLimitRequest, dev.switchyard.v1.GetRateLimitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRateLimit"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetRateLimitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.GetRateLimitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetRateLimit"))
              .build();
        }
      }
    }
    return getGetRateLimitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRateLimitRequest,
      dev.switchyard.v1.CreateRateLimitResponse> getCreateRateLimitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateRateLimit",
      requestType = dev.switchyard.v1.CreateRateLimitRequest.class,
      responseType = dev.switchyard.v1.CreateRateLimitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRateLimitRequest,
      dev.switchyard.v1.CreateRateLimitResponse> getCreateRateLimitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.CreateRateLimitRequest, dev.switchyard.v1.CreateRateLimitResponse> getCreateRateLimitMethod;
    if ((getCreateRateLimitMethod = AdminServiceGrpc.getCreateRateLimitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateRateLimitMethod = AdminServiceGrpc.getCreateRateLimitMethod) == null) {
          AdminServiceGrpc.getCreateRateLimitMethod = getCreateRateLimitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.CreateRateLimitRequest, dev.switchyard.v1.CreateRateLimitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateRateLimit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateRateLimitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.CreateRateLimitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateRateLimit"))
              .build();
        }
      }
    }
    return getCreateRateLimitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRateLimitRequest,
      dev.switchyard.v1.UpdateRateLimitResponse> getUpdateRateLimitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateRateLimit",
      requestType = dev.switchyard.v1.UpdateRateLimitRequest.class,
      responseType = dev.switchyard.v1.UpdateRateLimitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRateLimitRequest,
      dev.switchyard.v1.UpdateRateLimitResponse> getUpdateRateLimitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.UpdateRateLimitRequest, dev.switchyard.v1.UpdateRateLimitResponse> getUpdateRateLimitMethod;
    if ((getUpdateRateLimitMethod = AdminServiceGrpc.getUpdateRateLimitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateRateLimitMethod = AdminServiceGrpc.getUpdateRateLimitMethod) == null) {
          AdminServiceGrpc.getUpdateRateLimitMethod = getUpdateRateLimitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.UpdateRateLimitRequest, dev.switchyard.v1.UpdateRateLimitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateRateLimit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateRateLimitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.UpdateRateLimitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateRateLimit"))
              .build();
        }
      }
    }
    return getUpdateRateLimitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRateLimitRequest,
      dev.switchyard.v1.DeleteRateLimitResponse> getDeleteRateLimitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRateLimit",
      requestType = dev.switchyard.v1.DeleteRateLimitRequest.class,
      responseType = dev.switchyard.v1.DeleteRateLimitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRateLimitRequest,
      dev.switchyard.v1.DeleteRateLimitResponse> getDeleteRateLimitMethod() {
    io.grpc.MethodDescriptor<dev.switchyard.v1.DeleteRateLimitRequest, dev.switchyard.v1.DeleteRateLimitResponse> getDeleteRateLimitMethod;
    if ((getDeleteRateLimitMethod = AdminServiceGrpc.getDeleteRateLimitMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getDeleteRateLimitMethod = AdminServiceGrpc.getDeleteRateLimitMethod) == null) {
          AdminServiceGrpc.getDeleteRateLimitMethod = getDeleteRateLimitMethod =
              io.grpc.MethodDescriptor.<dev.switchyard.v1.DeleteRateLimitRequest, dev.switchyard.v1.DeleteRateLimitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRateLimit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteRateLimitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.switchyard.v1.DeleteRateLimitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("DeleteRateLimit"))
              .build();
        }
      }
    }
    return getDeleteRateLimitMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AdminServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceStub>() {
        @java.lang.Override
        public AdminServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceStub(channel, callOptions);
        }
      };
    return AdminServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AdminServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingV2Stub>() {
        @java.lang.Override
        public AdminServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AdminServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AdminServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingStub>() {
        @java.lang.Override
        public AdminServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceBlockingStub(channel, callOptions);
        }
      };
    return AdminServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AdminServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceFutureStub>() {
        @java.lang.Override
        public AdminServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceFutureStub(channel, callOptions);
        }
      };
    return AdminServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Whether the service can answer, with its dependencies and what traffic showed of each provider and model.
     * </pre>
     */
    default void getServiceHealth(dev.switchyard.v1.GetServiceHealthRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetServiceHealthResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetServiceHealthMethod(), responseObserver);
    }

    /**
     * <pre>
     * Checks a provider, or all, at this moment, and tells what was found. A check that is under way is waited for instead of a
     * second one. A provider that fails is told in its entry; only an unknown one is an error, TARGET_NOT_FOUND.
     * </pre>
     */
    default void checkProviderHealth(dev.switchyard.v1.CheckProviderHealthRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CheckProviderHealthResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCheckProviderHealthMethod(), responseObserver);
    }

    /**
     * <pre>
     * Asks the vendors which models the configured accounts can use, and remembers the limits they tell for ListModels
     * and GetModel until the server stops. Which models are offered stays as it is configured. A vendor that cannot be
     * asked is told in its entry; only an unknown provider is an error.
     * </pre>
     */
    default void syncModels(dev.switchyard.v1.SyncModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.SyncModelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSyncModelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the circuits of all accounts and targets.
     * </pre>
     */
    default void listCircuits(dev.switchyard.v1.ListCircuitsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListCircuitsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCircuitsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one circuit. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    default void getCircuit(dev.switchyard.v1.GetCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetCircuitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCircuitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Opens a circuit, which then stays open until it is reset, also over a reload. It holds in this process alone and
     * not over a restart. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    default void tripCircuit(dev.switchyard.v1.TripCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.TripCircuitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTripCircuitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Closes a circuit and forgets its failures. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    default void resetCircuit(dev.switchyard.v1.ResetCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetCircuitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResetCircuitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Which targets a call would try at this moment, in which order and why. Nothing is sent to a provider, nothing is
     * recorded. Fails as the call itself would when its model is unknown or not allowed.
     * </pre>
     */
    default void explainSelection(dev.switchyard.v1.ExplainSelectionRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ExplainSelectionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExplainSelectionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the routes of the configuration file and those made or changed here.
     * </pre>
     */
    default void listRoutes(dev.switchyard.v1.ListRoutesRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRoutesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRoutesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one route. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    default void getRoute(dev.switchyard.v1.GetRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRouteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRouteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a route. It is kept, and holds for calls that begin after the answer; calls in flight are not touched. The
     * same is true of all changes below. RESOURCE_EXISTS when there is a route of this name; INVALID_REQUEST, with the
     * field, when the configuration as a whole would not hold.
     * </pre>
     */
    default void createRoute(dev.switchyard.v1.CreateRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRouteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateRouteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes a route; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed
     * since it was read, INVALID_REQUEST as for CreateRoute.
     * </pre>
     */
    default void updateRoute(dev.switchyard.v1.UpdateRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRouteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateRouteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a route; one of the file that it hid is in force again. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when only the
     * file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    default void deleteRoute(dev.switchyard.v1.DeleteRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRouteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRouteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells what holds for all calls.
     * </pre>
     */
    default void getPolicy(dev.switchyard.v1.GetPolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetPolicyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPolicyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets fields of the policy, which then win over the file and the environment. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    default void updatePolicy(dev.switchyard.v1.UpdatePolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdatePolicyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdatePolicyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets fields of the policy follow the file and the environment again. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    default void resetPolicy(dev.switchyard.v1.ResetPolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetPolicyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResetPolicyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the tenants that the caller may see.
     * </pre>
     */
    default void listTenants(dev.switchyard.v1.ListTenantsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListTenantsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTenantsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one tenant. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    default void getTenant(dev.switchyard.v1.GetTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetTenantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a tenant. RESOURCE_EXISTS when there is one of this name.
     * </pre>
     */
    default void createTenant(dev.switchyard.v1.CreateTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateTenantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes a tenant. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed since it was read.
     * </pre>
     */
    default void updateTenant(dev.switchyard.v1.UpdateTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateTenantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a tenant that has no keys any more. RESOURCE_NOT_FOUND, RESOURCE_IN_USE, ETAG_MISMATCH.
     * </pre>
     */
    default void deleteTenant(dev.switchyard.v1.DeleteTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteTenantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists virtual keys, without their secrets.
     * </pre>
     */
    default void listApiKeys(dev.switchyard.v1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListApiKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one key. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    default void getApiKey(dev.switchyard.v1.GetApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a key and shows it, once. Nobody can give more than it has: PERMISSION_DENIED.
     * </pre>
     */
    default void createApiKey(dev.switchyard.v1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes what the holder of a key may do. RESOURCE_NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED as for CreateApiKey.
     * </pre>
     */
    default void updateApiKey(dev.switchyard.v1.UpdateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a key a new secret and shows it, once. The old one may stay good for a while. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    default void rotateApiKey(dev.switchyard.v1.RotateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.RotateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a key good no more: at once here, and within seconds at other replicas. Its calls that run end with UNAUTHENTICATED.
     * It stays listed. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    default void revokeApiKey(dev.switchyard.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists who changed what and when, the newest first: all changes to routes, policy, tenants, keys and circuits. Who does
     * not run the service sees those to things of its own tenant. INVALID_REQUEST when the times are the wrong way round.
     * </pre>
     */
    default void listAuditEvents(dev.switchyard.v1.ListAuditEventsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListAuditEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAuditEventsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the providers of the configuration file and the environment and those made or changed here.
     * </pre>
     */
    default void listProviders(dev.switchyard.v1.ListProvidersRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProvidersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProvidersMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one provider, without its key. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    default void getProvider(dev.switchyard.v1.GetProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a provider, with its key. RESOURCE_EXISTS when there is a provider of this name; INVALID_REQUEST, with the field,
     * when its address is not one that may be set here or the configuration as a whole would not hold.
     * </pre>
     */
    default void createProvider(dev.switchyard.v1.CreateProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes a provider, or its key alone; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH,
     * INVALID_REQUEST as for CreateProvider, and when the key would go to addresses that it was not given for.
     * </pre>
     */
    default void updateProvider(dev.switchyard.v1.UpdateProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a provider with its key; one of the file that it hid is in force again. RESOURCE_NOT_FOUND,
     * RESOURCE_READ_ONLY when only the file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    default void deleteProvider(dev.switchyard.v1.DeleteProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends it no calls any more until it is enabled; those in flight end on it. Routes leave it out, its models cannot be
     * called. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST when the default model would be left without a provider.
     * </pre>
     */
    default void disableProvider(dev.switchyard.v1.DisableProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DisableProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDisableProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends it calls again. RESOURCE_NOT_FOUND, ETAG_MISMATCH, INVALID_REQUEST as for CreateProvider.
     * </pre>
     */
    default void enableProvider(dev.switchyard.v1.EnableProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.EnableProviderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEnableProviderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the models of a provider, with what is in force of each. RESOURCE_NOT_FOUND when there is no such provider.
     * </pre>
     */
    default void listProviderModels(dev.switchyard.v1.ListProviderModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProviderModelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProviderModelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one model of a provider. RESOURCE_NOT_FOUND when the provider has none of this name.
     * </pre>
     */
    default void getProviderModel(dev.switchyard.v1.GetProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProviderModelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds a model to a provider and leaves its others as they are; a provider of the file is hidden by the changed one, as
     * by UpdateProvider. One that lists no models offers those that its adapter knows: these are listed first, and stay.
     * RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and INVALID_REQUEST, with the field, when the configuration as a whole would not
     * hold.
     * </pre>
     */
    default void createProviderModel(dev.switchyard.v1.CreateProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProviderModelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes one model of a provider, as CreateProviderModel does. RESOURCE_NOT_FOUND, ETAG_MISMATCH when this model was
     * changed since it was read, INVALID_REQUEST.
     * </pre>
     */
    default void updateProviderModel(dev.switchyard.v1.UpdateProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProviderModelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes one model of a provider away, as CreateProviderModel adds one. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and
     * INVALID_REQUEST when something else needs it or when it is the provider's last one.
     * </pre>
     */
    default void deleteProviderModel(dev.switchyard.v1.DeleteProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderModelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteProviderModelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the budgets that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    default void listBudgets(dev.switchyard.v1.ListBudgetsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListBudgetsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListBudgetsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one budget. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    default void getBudget(dev.switchyard.v1.GetBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetBudgetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetBudgetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a budget. What its calls cost in the present window already counts. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    default void createBudget(dev.switchyard.v1.CreateBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateBudgetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateBudgetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes a budget. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    default void updateBudget(dev.switchyard.v1.UpdateBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateBudgetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateBudgetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a budget. As UpdateBudget.
     * </pre>
     */
    default void deleteBudget(dev.switchyard.v1.DeleteBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteBudgetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteBudgetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the rate limits that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    default void listRateLimits(dev.switchyard.v1.ListRateLimitsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRateLimitsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRateLimitsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells one rate limit. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    default void getRateLimit(dev.switchyard.v1.GetRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRateLimitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRateLimitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a rate limit. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    default void createRateLimit(dev.switchyard.v1.CreateRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRateLimitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateRateLimitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes a rate limit. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    default void updateRateLimit(dev.switchyard.v1.UpdateRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRateLimitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateRateLimitMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a rate limit. As UpdateRateLimit.
     * </pre>
     */
    default void deleteRateLimit(dev.switchyard.v1.DeleteRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRateLimitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRateLimitMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AdminService.
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public static abstract class AdminServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AdminServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AdminService.
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public static final class AdminServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AdminServiceStub> {
    private AdminServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Whether the service can answer, with its dependencies and what traffic showed of each provider and model.
     * </pre>
     */
    public void getServiceHealth(dev.switchyard.v1.GetServiceHealthRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetServiceHealthResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetServiceHealthMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Checks a provider, or all, at this moment, and tells what was found. A check that is under way is waited for instead of a
     * second one. A provider that fails is told in its entry; only an unknown one is an error, TARGET_NOT_FOUND.
     * </pre>
     */
    public void checkProviderHealth(dev.switchyard.v1.CheckProviderHealthRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CheckProviderHealthResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCheckProviderHealthMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Asks the vendors which models the configured accounts can use, and remembers the limits they tell for ListModels
     * and GetModel until the server stops. Which models are offered stays as it is configured. A vendor that cannot be
     * asked is told in its entry; only an unknown provider is an error.
     * </pre>
     */
    public void syncModels(dev.switchyard.v1.SyncModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.SyncModelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSyncModelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the circuits of all accounts and targets.
     * </pre>
     */
    public void listCircuits(dev.switchyard.v1.ListCircuitsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListCircuitsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCircuitsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one circuit. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public void getCircuit(dev.switchyard.v1.GetCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetCircuitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCircuitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Opens a circuit, which then stays open until it is reset, also over a reload. It holds in this process alone and
     * not over a restart. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public void tripCircuit(dev.switchyard.v1.TripCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.TripCircuitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTripCircuitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Closes a circuit and forgets its failures. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public void resetCircuit(dev.switchyard.v1.ResetCircuitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetCircuitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResetCircuitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Which targets a call would try at this moment, in which order and why. Nothing is sent to a provider, nothing is
     * recorded. Fails as the call itself would when its model is unknown or not allowed.
     * </pre>
     */
    public void explainSelection(dev.switchyard.v1.ExplainSelectionRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ExplainSelectionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExplainSelectionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the routes of the configuration file and those made or changed here.
     * </pre>
     */
    public void listRoutes(dev.switchyard.v1.ListRoutesRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRoutesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRoutesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one route. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public void getRoute(dev.switchyard.v1.GetRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRouteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRouteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a route. It is kept, and holds for calls that begin after the answer; calls in flight are not touched. The
     * same is true of all changes below. RESOURCE_EXISTS when there is a route of this name; INVALID_REQUEST, with the
     * field, when the configuration as a whole would not hold.
     * </pre>
     */
    public void createRoute(dev.switchyard.v1.CreateRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRouteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateRouteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes a route; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed
     * since it was read, INVALID_REQUEST as for CreateRoute.
     * </pre>
     */
    public void updateRoute(dev.switchyard.v1.UpdateRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRouteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateRouteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a route; one of the file that it hid is in force again. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when only the
     * file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public void deleteRoute(dev.switchyard.v1.DeleteRouteRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRouteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRouteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells what holds for all calls.
     * </pre>
     */
    public void getPolicy(dev.switchyard.v1.GetPolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetPolicyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPolicyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets fields of the policy, which then win over the file and the environment. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public void updatePolicy(dev.switchyard.v1.UpdatePolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdatePolicyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdatePolicyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets fields of the policy follow the file and the environment again. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public void resetPolicy(dev.switchyard.v1.ResetPolicyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetPolicyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResetPolicyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the tenants that the caller may see.
     * </pre>
     */
    public void listTenants(dev.switchyard.v1.ListTenantsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListTenantsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTenantsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one tenant. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public void getTenant(dev.switchyard.v1.GetTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetTenantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a tenant. RESOURCE_EXISTS when there is one of this name.
     * </pre>
     */
    public void createTenant(dev.switchyard.v1.CreateTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateTenantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes a tenant. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed since it was read.
     * </pre>
     */
    public void updateTenant(dev.switchyard.v1.UpdateTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateTenantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a tenant that has no keys any more. RESOURCE_NOT_FOUND, RESOURCE_IN_USE, ETAG_MISMATCH.
     * </pre>
     */
    public void deleteTenant(dev.switchyard.v1.DeleteTenantRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteTenantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists virtual keys, without their secrets.
     * </pre>
     */
    public void listApiKeys(dev.switchyard.v1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one key. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public void getApiKey(dev.switchyard.v1.GetApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a key and shows it, once. Nobody can give more than it has: PERMISSION_DENIED.
     * </pre>
     */
    public void createApiKey(dev.switchyard.v1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes what the holder of a key may do. RESOURCE_NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED as for CreateApiKey.
     * </pre>
     */
    public void updateApiKey(dev.switchyard.v1.UpdateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a key a new secret and shows it, once. The old one may stay good for a while. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public void rotateApiKey(dev.switchyard.v1.RotateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.RotateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a key good no more: at once here, and within seconds at other replicas. Its calls that run end with UNAUTHENTICATED.
     * It stays listed. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public void revokeApiKey(dev.switchyard.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists who changed what and when, the newest first: all changes to routes, policy, tenants, keys and circuits. Who does
     * not run the service sees those to things of its own tenant. INVALID_REQUEST when the times are the wrong way round.
     * </pre>
     */
    public void listAuditEvents(dev.switchyard.v1.ListAuditEventsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListAuditEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAuditEventsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the providers of the configuration file and the environment and those made or changed here.
     * </pre>
     */
    public void listProviders(dev.switchyard.v1.ListProvidersRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProvidersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProvidersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one provider, without its key. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public void getProvider(dev.switchyard.v1.GetProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a provider, with its key. RESOURCE_EXISTS when there is a provider of this name; INVALID_REQUEST, with the field,
     * when its address is not one that may be set here or the configuration as a whole would not hold.
     * </pre>
     */
    public void createProvider(dev.switchyard.v1.CreateProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes a provider, or its key alone; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH,
     * INVALID_REQUEST as for CreateProvider, and when the key would go to addresses that it was not given for.
     * </pre>
     */
    public void updateProvider(dev.switchyard.v1.UpdateProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a provider with its key; one of the file that it hid is in force again. RESOURCE_NOT_FOUND,
     * RESOURCE_READ_ONLY when only the file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public void deleteProvider(dev.switchyard.v1.DeleteProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends it no calls any more until it is enabled; those in flight end on it. Routes leave it out, its models cannot be
     * called. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST when the default model would be left without a provider.
     * </pre>
     */
    public void disableProvider(dev.switchyard.v1.DisableProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DisableProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDisableProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends it calls again. RESOURCE_NOT_FOUND, ETAG_MISMATCH, INVALID_REQUEST as for CreateProvider.
     * </pre>
     */
    public void enableProvider(dev.switchyard.v1.EnableProviderRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.EnableProviderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEnableProviderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the models of a provider, with what is in force of each. RESOURCE_NOT_FOUND when there is no such provider.
     * </pre>
     */
    public void listProviderModels(dev.switchyard.v1.ListProviderModelsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProviderModelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProviderModelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one model of a provider. RESOURCE_NOT_FOUND when the provider has none of this name.
     * </pre>
     */
    public void getProviderModel(dev.switchyard.v1.GetProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProviderModelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds a model to a provider and leaves its others as they are; a provider of the file is hidden by the changed one, as
     * by UpdateProvider. One that lists no models offers those that its adapter knows: these are listed first, and stay.
     * RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and INVALID_REQUEST, with the field, when the configuration as a whole would not
     * hold.
     * </pre>
     */
    public void createProviderModel(dev.switchyard.v1.CreateProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProviderModelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes one model of a provider, as CreateProviderModel does. RESOURCE_NOT_FOUND, ETAG_MISMATCH when this model was
     * changed since it was read, INVALID_REQUEST.
     * </pre>
     */
    public void updateProviderModel(dev.switchyard.v1.UpdateProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProviderModelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes one model of a provider away, as CreateProviderModel adds one. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and
     * INVALID_REQUEST when something else needs it or when it is the provider's last one.
     * </pre>
     */
    public void deleteProviderModel(dev.switchyard.v1.DeleteProviderModelRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderModelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteProviderModelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the budgets that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public void listBudgets(dev.switchyard.v1.ListBudgetsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListBudgetsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListBudgetsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one budget. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public void getBudget(dev.switchyard.v1.GetBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetBudgetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetBudgetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a budget. What its calls cost in the present window already counts. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public void createBudget(dev.switchyard.v1.CreateBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateBudgetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateBudgetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes a budget. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public void updateBudget(dev.switchyard.v1.UpdateBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateBudgetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateBudgetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a budget. As UpdateBudget.
     * </pre>
     */
    public void deleteBudget(dev.switchyard.v1.DeleteBudgetRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteBudgetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteBudgetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the rate limits that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public void listRateLimits(dev.switchyard.v1.ListRateLimitsRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRateLimitsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRateLimitsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells one rate limit. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public void getRateLimit(dev.switchyard.v1.GetRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRateLimitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRateLimitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a rate limit. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public void createRateLimit(dev.switchyard.v1.CreateRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRateLimitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateRateLimitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes a rate limit. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public void updateRateLimit(dev.switchyard.v1.UpdateRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRateLimitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateRateLimitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a rate limit. As UpdateRateLimit.
     * </pre>
     */
    public void deleteRateLimit(dev.switchyard.v1.DeleteRateLimitRequest request,
        io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRateLimitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRateLimitMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AdminService.
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public static final class AdminServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AdminServiceBlockingV2Stub> {
    private AdminServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Whether the service can answer, with its dependencies and what traffic showed of each provider and model.
     * </pre>
     */
    public dev.switchyard.v1.GetServiceHealthResponse getServiceHealth(dev.switchyard.v1.GetServiceHealthRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetServiceHealthMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks a provider, or all, at this moment, and tells what was found. A check that is under way is waited for instead of a
     * second one. A provider that fails is told in its entry; only an unknown one is an error, TARGET_NOT_FOUND.
     * </pre>
     */
    public dev.switchyard.v1.CheckProviderHealthResponse checkProviderHealth(dev.switchyard.v1.CheckProviderHealthRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCheckProviderHealthMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks the vendors which models the configured accounts can use, and remembers the limits they tell for ListModels
     * and GetModel until the server stops. Which models are offered stays as it is configured. A vendor that cannot be
     * asked is told in its entry; only an unknown provider is an error.
     * </pre>
     */
    public dev.switchyard.v1.SyncModelsResponse syncModels(dev.switchyard.v1.SyncModelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSyncModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the circuits of all accounts and targets.
     * </pre>
     */
    public dev.switchyard.v1.ListCircuitsResponse listCircuits(dev.switchyard.v1.ListCircuitsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCircuitsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one circuit. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.GetCircuitResponse getCircuit(dev.switchyard.v1.GetCircuitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Opens a circuit, which then stays open until it is reset, also over a reload. It holds in this process alone and
     * not over a restart. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.TripCircuitResponse tripCircuit(dev.switchyard.v1.TripCircuitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getTripCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Closes a circuit and forgets its failures. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.ResetCircuitResponse resetCircuit(dev.switchyard.v1.ResetCircuitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResetCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Which targets a call would try at this moment, in which order and why. Nothing is sent to a provider, nothing is
     * recorded. Fails as the call itself would when its model is unknown or not allowed.
     * </pre>
     */
    public dev.switchyard.v1.ExplainSelectionResponse explainSelection(dev.switchyard.v1.ExplainSelectionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExplainSelectionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the routes of the configuration file and those made or changed here.
     * </pre>
     */
    public dev.switchyard.v1.ListRoutesResponse listRoutes(dev.switchyard.v1.ListRoutesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRoutesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one route. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetRouteResponse getRoute(dev.switchyard.v1.GetRouteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a route. It is kept, and holds for calls that begin after the answer; calls in flight are not touched. The
     * same is true of all changes below. RESOURCE_EXISTS when there is a route of this name; INVALID_REQUEST, with the
     * field, when the configuration as a whole would not hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateRouteResponse createRoute(dev.switchyard.v1.CreateRouteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a route; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed
     * since it was read, INVALID_REQUEST as for CreateRoute.
     * </pre>
     */
    public dev.switchyard.v1.UpdateRouteResponse updateRoute(dev.switchyard.v1.UpdateRouteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a route; one of the file that it hid is in force again. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when only the
     * file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public dev.switchyard.v1.DeleteRouteResponse deleteRoute(dev.switchyard.v1.DeleteRouteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what holds for all calls.
     * </pre>
     */
    public dev.switchyard.v1.GetPolicyResponse getPolicy(dev.switchyard.v1.GetPolicyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets fields of the policy, which then win over the file and the environment. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.UpdatePolicyResponse updatePolicy(dev.switchyard.v1.UpdatePolicyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdatePolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets fields of the policy follow the file and the environment again. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.ResetPolicyResponse resetPolicy(dev.switchyard.v1.ResetPolicyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResetPolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the tenants that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.ListTenantsResponse listTenants(dev.switchyard.v1.ListTenantsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTenantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one tenant. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.GetTenantResponse getTenant(dev.switchyard.v1.GetTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a tenant. RESOURCE_EXISTS when there is one of this name.
     * </pre>
     */
    public dev.switchyard.v1.CreateTenantResponse createTenant(dev.switchyard.v1.CreateTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a tenant. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed since it was read.
     * </pre>
     */
    public dev.switchyard.v1.UpdateTenantResponse updateTenant(dev.switchyard.v1.UpdateTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a tenant that has no keys any more. RESOURCE_NOT_FOUND, RESOURCE_IN_USE, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.DeleteTenantResponse deleteTenant(dev.switchyard.v1.DeleteTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists virtual keys, without their secrets.
     * </pre>
     */
    public dev.switchyard.v1.ListApiKeysResponse listApiKeys(dev.switchyard.v1.ListApiKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one key. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.GetApiKeyResponse getApiKey(dev.switchyard.v1.GetApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a key and shows it, once. Nobody can give more than it has: PERMISSION_DENIED.
     * </pre>
     */
    public dev.switchyard.v1.CreateApiKeyResponse createApiKey(dev.switchyard.v1.CreateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes what the holder of a key may do. RESOURCE_NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED as for CreateApiKey.
     * </pre>
     */
    public dev.switchyard.v1.UpdateApiKeyResponse updateApiKey(dev.switchyard.v1.UpdateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a key a new secret and shows it, once. The old one may stay good for a while. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.RotateApiKeyResponse rotateApiKey(dev.switchyard.v1.RotateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a key good no more: at once here, and within seconds at other replicas. Its calls that run end with UNAUTHENTICATED.
     * It stays listed. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.RevokeApiKeyResponse revokeApiKey(dev.switchyard.v1.RevokeApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists who changed what and when, the newest first: all changes to routes, policy, tenants, keys and circuits. Who does
     * not run the service sees those to things of its own tenant. INVALID_REQUEST when the times are the wrong way round.
     * </pre>
     */
    public dev.switchyard.v1.ListAuditEventsResponse listAuditEvents(dev.switchyard.v1.ListAuditEventsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAuditEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the providers of the configuration file and the environment and those made or changed here.
     * </pre>
     */
    public dev.switchyard.v1.ListProvidersResponse listProviders(dev.switchyard.v1.ListProvidersRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProvidersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one provider, without its key. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetProviderResponse getProvider(dev.switchyard.v1.GetProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a provider, with its key. RESOURCE_EXISTS when there is a provider of this name; INVALID_REQUEST, with the field,
     * when its address is not one that may be set here or the configuration as a whole would not hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateProviderResponse createProvider(dev.switchyard.v1.CreateProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a provider, or its key alone; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH,
     * INVALID_REQUEST as for CreateProvider, and when the key would go to addresses that it was not given for.
     * </pre>
     */
    public dev.switchyard.v1.UpdateProviderResponse updateProvider(dev.switchyard.v1.UpdateProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a provider with its key; one of the file that it hid is in force again. RESOURCE_NOT_FOUND,
     * RESOURCE_READ_ONLY when only the file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public dev.switchyard.v1.DeleteProviderResponse deleteProvider(dev.switchyard.v1.DeleteProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends it no calls any more until it is enabled; those in flight end on it. Routes leave it out, its models cannot be
     * called. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST when the default model would be left without a provider.
     * </pre>
     */
    public dev.switchyard.v1.DisableProviderResponse disableProvider(dev.switchyard.v1.DisableProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDisableProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends it calls again. RESOURCE_NOT_FOUND, ETAG_MISMATCH, INVALID_REQUEST as for CreateProvider.
     * </pre>
     */
    public dev.switchyard.v1.EnableProviderResponse enableProvider(dev.switchyard.v1.EnableProviderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getEnableProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the models of a provider, with what is in force of each. RESOURCE_NOT_FOUND when there is no such provider.
     * </pre>
     */
    public dev.switchyard.v1.ListProviderModelsResponse listProviderModels(dev.switchyard.v1.ListProviderModelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProviderModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one model of a provider. RESOURCE_NOT_FOUND when the provider has none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetProviderModelResponse getProviderModel(dev.switchyard.v1.GetProviderModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds a model to a provider and leaves its others as they are; a provider of the file is hidden by the changed one, as
     * by UpdateProvider. One that lists no models offers those that its adapter knows: these are listed first, and stay.
     * RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and INVALID_REQUEST, with the field, when the configuration as a whole would not
     * hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateProviderModelResponse createProviderModel(dev.switchyard.v1.CreateProviderModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes one model of a provider, as CreateProviderModel does. RESOURCE_NOT_FOUND, ETAG_MISMATCH when this model was
     * changed since it was read, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.UpdateProviderModelResponse updateProviderModel(dev.switchyard.v1.UpdateProviderModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes one model of a provider away, as CreateProviderModel adds one. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and
     * INVALID_REQUEST when something else needs it or when it is the provider's last one.
     * </pre>
     */
    public dev.switchyard.v1.DeleteProviderModelResponse deleteProviderModel(dev.switchyard.v1.DeleteProviderModelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the budgets that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public dev.switchyard.v1.ListBudgetsResponse listBudgets(dev.switchyard.v1.ListBudgetsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListBudgetsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one budget. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetBudgetResponse getBudget(dev.switchyard.v1.GetBudgetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a budget. What its calls cost in the present window already counts. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.CreateBudgetResponse createBudget(dev.switchyard.v1.CreateBudgetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a budget. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public dev.switchyard.v1.UpdateBudgetResponse updateBudget(dev.switchyard.v1.UpdateBudgetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a budget. As UpdateBudget.
     * </pre>
     */
    public dev.switchyard.v1.DeleteBudgetResponse deleteBudget(dev.switchyard.v1.DeleteBudgetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the rate limits that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public dev.switchyard.v1.ListRateLimitsResponse listRateLimits(dev.switchyard.v1.ListRateLimitsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRateLimitsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one rate limit. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetRateLimitResponse getRateLimit(dev.switchyard.v1.GetRateLimitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a rate limit. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.CreateRateLimitResponse createRateLimit(dev.switchyard.v1.CreateRateLimitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a rate limit. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public dev.switchyard.v1.UpdateRateLimitResponse updateRateLimit(dev.switchyard.v1.UpdateRateLimitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a rate limit. As UpdateRateLimit.
     * </pre>
     */
    public dev.switchyard.v1.DeleteRateLimitResponse deleteRateLimit(dev.switchyard.v1.DeleteRateLimitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteRateLimitMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AdminService.
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public static final class AdminServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AdminServiceBlockingStub> {
    private AdminServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Whether the service can answer, with its dependencies and what traffic showed of each provider and model.
     * </pre>
     */
    public dev.switchyard.v1.GetServiceHealthResponse getServiceHealth(dev.switchyard.v1.GetServiceHealthRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetServiceHealthMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks a provider, or all, at this moment, and tells what was found. A check that is under way is waited for instead of a
     * second one. A provider that fails is told in its entry; only an unknown one is an error, TARGET_NOT_FOUND.
     * </pre>
     */
    public dev.switchyard.v1.CheckProviderHealthResponse checkProviderHealth(dev.switchyard.v1.CheckProviderHealthRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCheckProviderHealthMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks the vendors which models the configured accounts can use, and remembers the limits they tell for ListModels
     * and GetModel until the server stops. Which models are offered stays as it is configured. A vendor that cannot be
     * asked is told in its entry; only an unknown provider is an error.
     * </pre>
     */
    public dev.switchyard.v1.SyncModelsResponse syncModels(dev.switchyard.v1.SyncModelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSyncModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the circuits of all accounts and targets.
     * </pre>
     */
    public dev.switchyard.v1.ListCircuitsResponse listCircuits(dev.switchyard.v1.ListCircuitsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCircuitsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one circuit. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.GetCircuitResponse getCircuit(dev.switchyard.v1.GetCircuitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Opens a circuit, which then stays open until it is reset, also over a reload. It holds in this process alone and
     * not over a restart. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.TripCircuitResponse tripCircuit(dev.switchyard.v1.TripCircuitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTripCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Closes a circuit and forgets its failures. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public dev.switchyard.v1.ResetCircuitResponse resetCircuit(dev.switchyard.v1.ResetCircuitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResetCircuitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Which targets a call would try at this moment, in which order and why. Nothing is sent to a provider, nothing is
     * recorded. Fails as the call itself would when its model is unknown or not allowed.
     * </pre>
     */
    public dev.switchyard.v1.ExplainSelectionResponse explainSelection(dev.switchyard.v1.ExplainSelectionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExplainSelectionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the routes of the configuration file and those made or changed here.
     * </pre>
     */
    public dev.switchyard.v1.ListRoutesResponse listRoutes(dev.switchyard.v1.ListRoutesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRoutesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one route. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetRouteResponse getRoute(dev.switchyard.v1.GetRouteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a route. It is kept, and holds for calls that begin after the answer; calls in flight are not touched. The
     * same is true of all changes below. RESOURCE_EXISTS when there is a route of this name; INVALID_REQUEST, with the
     * field, when the configuration as a whole would not hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateRouteResponse createRoute(dev.switchyard.v1.CreateRouteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a route; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed
     * since it was read, INVALID_REQUEST as for CreateRoute.
     * </pre>
     */
    public dev.switchyard.v1.UpdateRouteResponse updateRoute(dev.switchyard.v1.UpdateRouteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a route; one of the file that it hid is in force again. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when only the
     * file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public dev.switchyard.v1.DeleteRouteResponse deleteRoute(dev.switchyard.v1.DeleteRouteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRouteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what holds for all calls.
     * </pre>
     */
    public dev.switchyard.v1.GetPolicyResponse getPolicy(dev.switchyard.v1.GetPolicyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets fields of the policy, which then win over the file and the environment. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.UpdatePolicyResponse updatePolicy(dev.switchyard.v1.UpdatePolicyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdatePolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets fields of the policy follow the file and the environment again. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.ResetPolicyResponse resetPolicy(dev.switchyard.v1.ResetPolicyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResetPolicyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the tenants that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.ListTenantsResponse listTenants(dev.switchyard.v1.ListTenantsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTenantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one tenant. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.GetTenantResponse getTenant(dev.switchyard.v1.GetTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a tenant. RESOURCE_EXISTS when there is one of this name.
     * </pre>
     */
    public dev.switchyard.v1.CreateTenantResponse createTenant(dev.switchyard.v1.CreateTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a tenant. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed since it was read.
     * </pre>
     */
    public dev.switchyard.v1.UpdateTenantResponse updateTenant(dev.switchyard.v1.UpdateTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a tenant that has no keys any more. RESOURCE_NOT_FOUND, RESOURCE_IN_USE, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.DeleteTenantResponse deleteTenant(dev.switchyard.v1.DeleteTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists virtual keys, without their secrets.
     * </pre>
     */
    public dev.switchyard.v1.ListApiKeysResponse listApiKeys(dev.switchyard.v1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one key. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public dev.switchyard.v1.GetApiKeyResponse getApiKey(dev.switchyard.v1.GetApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a key and shows it, once. Nobody can give more than it has: PERMISSION_DENIED.
     * </pre>
     */
    public dev.switchyard.v1.CreateApiKeyResponse createApiKey(dev.switchyard.v1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes what the holder of a key may do. RESOURCE_NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED as for CreateApiKey.
     * </pre>
     */
    public dev.switchyard.v1.UpdateApiKeyResponse updateApiKey(dev.switchyard.v1.UpdateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a key a new secret and shows it, once. The old one may stay good for a while. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.RotateApiKeyResponse rotateApiKey(dev.switchyard.v1.RotateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a key good no more: at once here, and within seconds at other replicas. Its calls that run end with UNAUTHENTICATED.
     * It stays listed. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public dev.switchyard.v1.RevokeApiKeyResponse revokeApiKey(dev.switchyard.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists who changed what and when, the newest first: all changes to routes, policy, tenants, keys and circuits. Who does
     * not run the service sees those to things of its own tenant. INVALID_REQUEST when the times are the wrong way round.
     * </pre>
     */
    public dev.switchyard.v1.ListAuditEventsResponse listAuditEvents(dev.switchyard.v1.ListAuditEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAuditEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the providers of the configuration file and the environment and those made or changed here.
     * </pre>
     */
    public dev.switchyard.v1.ListProvidersResponse listProviders(dev.switchyard.v1.ListProvidersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProvidersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one provider, without its key. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetProviderResponse getProvider(dev.switchyard.v1.GetProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a provider, with its key. RESOURCE_EXISTS when there is a provider of this name; INVALID_REQUEST, with the field,
     * when its address is not one that may be set here or the configuration as a whole would not hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateProviderResponse createProvider(dev.switchyard.v1.CreateProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a provider, or its key alone; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH,
     * INVALID_REQUEST as for CreateProvider, and when the key would go to addresses that it was not given for.
     * </pre>
     */
    public dev.switchyard.v1.UpdateProviderResponse updateProvider(dev.switchyard.v1.UpdateProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a provider with its key; one of the file that it hid is in force again. RESOURCE_NOT_FOUND,
     * RESOURCE_READ_ONLY when only the file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public dev.switchyard.v1.DeleteProviderResponse deleteProvider(dev.switchyard.v1.DeleteProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends it no calls any more until it is enabled; those in flight end on it. Routes leave it out, its models cannot be
     * called. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST when the default model would be left without a provider.
     * </pre>
     */
    public dev.switchyard.v1.DisableProviderResponse disableProvider(dev.switchyard.v1.DisableProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDisableProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends it calls again. RESOURCE_NOT_FOUND, ETAG_MISMATCH, INVALID_REQUEST as for CreateProvider.
     * </pre>
     */
    public dev.switchyard.v1.EnableProviderResponse enableProvider(dev.switchyard.v1.EnableProviderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEnableProviderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the models of a provider, with what is in force of each. RESOURCE_NOT_FOUND when there is no such provider.
     * </pre>
     */
    public dev.switchyard.v1.ListProviderModelsResponse listProviderModels(dev.switchyard.v1.ListProviderModelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProviderModelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one model of a provider. RESOURCE_NOT_FOUND when the provider has none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetProviderModelResponse getProviderModel(dev.switchyard.v1.GetProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds a model to a provider and leaves its others as they are; a provider of the file is hidden by the changed one, as
     * by UpdateProvider. One that lists no models offers those that its adapter knows: these are listed first, and stay.
     * RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and INVALID_REQUEST, with the field, when the configuration as a whole would not
     * hold.
     * </pre>
     */
    public dev.switchyard.v1.CreateProviderModelResponse createProviderModel(dev.switchyard.v1.CreateProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes one model of a provider, as CreateProviderModel does. RESOURCE_NOT_FOUND, ETAG_MISMATCH when this model was
     * changed since it was read, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.UpdateProviderModelResponse updateProviderModel(dev.switchyard.v1.UpdateProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes one model of a provider away, as CreateProviderModel adds one. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and
     * INVALID_REQUEST when something else needs it or when it is the provider's last one.
     * </pre>
     */
    public dev.switchyard.v1.DeleteProviderModelResponse deleteProviderModel(dev.switchyard.v1.DeleteProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteProviderModelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the budgets that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public dev.switchyard.v1.ListBudgetsResponse listBudgets(dev.switchyard.v1.ListBudgetsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListBudgetsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one budget. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetBudgetResponse getBudget(dev.switchyard.v1.GetBudgetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a budget. What its calls cost in the present window already counts. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.CreateBudgetResponse createBudget(dev.switchyard.v1.CreateBudgetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a budget. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public dev.switchyard.v1.UpdateBudgetResponse updateBudget(dev.switchyard.v1.UpdateBudgetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a budget. As UpdateBudget.
     * </pre>
     */
    public dev.switchyard.v1.DeleteBudgetResponse deleteBudget(dev.switchyard.v1.DeleteBudgetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteBudgetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the rate limits that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public dev.switchyard.v1.ListRateLimitsResponse listRateLimits(dev.switchyard.v1.ListRateLimitsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRateLimitsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells one rate limit. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public dev.switchyard.v1.GetRateLimitResponse getRateLimit(dev.switchyard.v1.GetRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a rate limit. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public dev.switchyard.v1.CreateRateLimitResponse createRateLimit(dev.switchyard.v1.CreateRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes a rate limit. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public dev.switchyard.v1.UpdateRateLimitResponse updateRateLimit(dev.switchyard.v1.UpdateRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateRateLimitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a rate limit. As UpdateRateLimit.
     * </pre>
     */
    public dev.switchyard.v1.DeleteRateLimitResponse deleteRateLimit(dev.switchyard.v1.DeleteRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRateLimitMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AdminService.
   * <pre>
   * Operates the gateway.
   * </pre>
   */
  public static final class AdminServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AdminServiceFutureStub> {
    private AdminServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Whether the service can answer, with its dependencies and what traffic showed of each provider and model.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetServiceHealthResponse> getServiceHealth(
        dev.switchyard.v1.GetServiceHealthRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetServiceHealthMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Checks a provider, or all, at this moment, and tells what was found. A check that is under way is waited for instead of a
     * second one. A provider that fails is told in its entry; only an unknown one is an error, TARGET_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CheckProviderHealthResponse> checkProviderHealth(
        dev.switchyard.v1.CheckProviderHealthRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCheckProviderHealthMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Asks the vendors which models the configured accounts can use, and remembers the limits they tell for ListModels
     * and GetModel until the server stops. Which models are offered stays as it is configured. A vendor that cannot be
     * asked is told in its entry; only an unknown provider is an error.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.SyncModelsResponse> syncModels(
        dev.switchyard.v1.SyncModelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSyncModelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the circuits of all accounts and targets.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListCircuitsResponse> listCircuits(
        dev.switchyard.v1.ListCircuitsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCircuitsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one circuit. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetCircuitResponse> getCircuit(
        dev.switchyard.v1.GetCircuitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCircuitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Opens a circuit, which then stays open until it is reset, also over a reload. It holds in this process alone and
     * not over a restart. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.TripCircuitResponse> tripCircuit(
        dev.switchyard.v1.TripCircuitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTripCircuitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Closes a circuit and forgets its failures. TARGET_NOT_FOUND when no such target is configured.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ResetCircuitResponse> resetCircuit(
        dev.switchyard.v1.ResetCircuitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResetCircuitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Which targets a call would try at this moment, in which order and why. Nothing is sent to a provider, nothing is
     * recorded. Fails as the call itself would when its model is unknown or not allowed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ExplainSelectionResponse> explainSelection(
        dev.switchyard.v1.ExplainSelectionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExplainSelectionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the routes of the configuration file and those made or changed here.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListRoutesResponse> listRoutes(
        dev.switchyard.v1.ListRoutesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRoutesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one route. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetRouteResponse> getRoute(
        dev.switchyard.v1.GetRouteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRouteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a route. It is kept, and holds for calls that begin after the answer; calls in flight are not touched. The
     * same is true of all changes below. RESOURCE_EXISTS when there is a route of this name; INVALID_REQUEST, with the
     * field, when the configuration as a whole would not hold.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateRouteResponse> createRoute(
        dev.switchyard.v1.CreateRouteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateRouteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes a route; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed
     * since it was read, INVALID_REQUEST as for CreateRoute.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateRouteResponse> updateRoute(
        dev.switchyard.v1.UpdateRouteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateRouteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a route; one of the file that it hid is in force again. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when only the
     * file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteRouteResponse> deleteRoute(
        dev.switchyard.v1.DeleteRouteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRouteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells what holds for all calls.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetPolicyResponse> getPolicy(
        dev.switchyard.v1.GetPolicyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPolicyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets fields of the policy, which then win over the file and the environment. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdatePolicyResponse> updatePolicy(
        dev.switchyard.v1.UpdatePolicyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdatePolicyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets fields of the policy follow the file and the environment again. ETAG_MISMATCH, INVALID_REQUEST.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ResetPolicyResponse> resetPolicy(
        dev.switchyard.v1.ResetPolicyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResetPolicyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the tenants that the caller may see.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListTenantsResponse> listTenants(
        dev.switchyard.v1.ListTenantsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTenantsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one tenant. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetTenantResponse> getTenant(
        dev.switchyard.v1.GetTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a tenant. RESOURCE_EXISTS when there is one of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateTenantResponse> createTenant(
        dev.switchyard.v1.CreateTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes a tenant. RESOURCE_NOT_FOUND, ETAG_MISMATCH when it was changed since it was read.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateTenantResponse> updateTenant(
        dev.switchyard.v1.UpdateTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a tenant that has no keys any more. RESOURCE_NOT_FOUND, RESOURCE_IN_USE, ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteTenantResponse> deleteTenant(
        dev.switchyard.v1.DeleteTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists virtual keys, without their secrets.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListApiKeysResponse> listApiKeys(
        dev.switchyard.v1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one key. RESOURCE_NOT_FOUND when there is none that the caller may see.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetApiKeyResponse> getApiKey(
        dev.switchyard.v1.GetApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a key and shows it, once. Nobody can give more than it has: PERMISSION_DENIED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateApiKeyResponse> createApiKey(
        dev.switchyard.v1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes what the holder of a key may do. RESOURCE_NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED as for CreateApiKey.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateApiKeyResponse> updateApiKey(
        dev.switchyard.v1.UpdateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a key a new secret and shows it, once. The old one may stay good for a while. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.RotateApiKeyResponse> rotateApiKey(
        dev.switchyard.v1.RotateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a key good no more: at once here, and within seconds at other replicas. Its calls that run end with UNAUTHENTICATED.
     * It stays listed. RESOURCE_NOT_FOUND, ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.RevokeApiKeyResponse> revokeApiKey(
        dev.switchyard.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists who changed what and when, the newest first: all changes to routes, policy, tenants, keys and circuits. Who does
     * not run the service sees those to things of its own tenant. INVALID_REQUEST when the times are the wrong way round.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListAuditEventsResponse> listAuditEvents(
        dev.switchyard.v1.ListAuditEventsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAuditEventsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the providers of the configuration file and the environment and those made or changed here.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListProvidersResponse> listProviders(
        dev.switchyard.v1.ListProvidersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProvidersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one provider, without its key. RESOURCE_NOT_FOUND when there is none of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetProviderResponse> getProvider(
        dev.switchyard.v1.GetProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a provider, with its key. RESOURCE_EXISTS when there is a provider of this name; INVALID_REQUEST, with the field,
     * when its address is not one that may be set here or the configuration as a whole would not hold.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateProviderResponse> createProvider(
        dev.switchyard.v1.CreateProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes a provider, or its key alone; one of the file is hidden by the changed one. RESOURCE_NOT_FOUND, ETAG_MISMATCH,
     * INVALID_REQUEST as for CreateProvider, and when the key would go to addresses that it was not given for.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateProviderResponse> updateProvider(
        dev.switchyard.v1.UpdateProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a provider with its key; one of the file that it hid is in force again. RESOURCE_NOT_FOUND,
     * RESOURCE_READ_ONLY when only the file has it, ETAG_MISMATCH, and INVALID_REQUEST when something else needs it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteProviderResponse> deleteProvider(
        dev.switchyard.v1.DeleteProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sends it no calls any more until it is enabled; those in flight end on it. Routes leave it out, its models cannot be
     * called. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST when the default model would be left without a provider.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DisableProviderResponse> disableProvider(
        dev.switchyard.v1.DisableProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDisableProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sends it calls again. RESOURCE_NOT_FOUND, ETAG_MISMATCH, INVALID_REQUEST as for CreateProvider.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.EnableProviderResponse> enableProvider(
        dev.switchyard.v1.EnableProviderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEnableProviderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the models of a provider, with what is in force of each. RESOURCE_NOT_FOUND when there is no such provider.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListProviderModelsResponse> listProviderModels(
        dev.switchyard.v1.ListProviderModelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProviderModelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one model of a provider. RESOURCE_NOT_FOUND when the provider has none of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetProviderModelResponse> getProviderModel(
        dev.switchyard.v1.GetProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProviderModelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds a model to a provider and leaves its others as they are; a provider of the file is hidden by the changed one, as
     * by UpdateProvider. One that lists no models offers those that its adapter knows: these are listed first, and stay.
     * RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and INVALID_REQUEST, with the field, when the configuration as a whole would not
     * hold.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateProviderModelResponse> createProviderModel(
        dev.switchyard.v1.CreateProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProviderModelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes one model of a provider, as CreateProviderModel does. RESOURCE_NOT_FOUND, ETAG_MISMATCH when this model was
     * changed since it was read, INVALID_REQUEST.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateProviderModelResponse> updateProviderModel(
        dev.switchyard.v1.UpdateProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProviderModelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes one model of a provider away, as CreateProviderModel adds one. RESOURCE_NOT_FOUND, ETAG_MISMATCH, and
     * INVALID_REQUEST when something else needs it or when it is the provider's last one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteProviderModelResponse> deleteProviderModel(
        dev.switchyard.v1.DeleteProviderModelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteProviderModelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the budgets that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListBudgetsResponse> listBudgets(
        dev.switchyard.v1.ListBudgetsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListBudgetsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one budget. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetBudgetResponse> getBudget(
        dev.switchyard.v1.GetBudgetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetBudgetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a budget. What its calls cost in the present window already counts. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateBudgetResponse> createBudget(
        dev.switchyard.v1.CreateBudgetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateBudgetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes a budget. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateBudgetResponse> updateBudget(
        dev.switchyard.v1.UpdateBudgetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateBudgetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a budget. As UpdateBudget.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteBudgetResponse> deleteBudget(
        dev.switchyard.v1.DeleteBudgetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteBudgetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the rate limits that the caller may see: all of them, or those of its tenant.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.ListRateLimitsResponse> listRateLimits(
        dev.switchyard.v1.ListRateLimitsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRateLimitsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells one rate limit. RESOURCE_NOT_FOUND when the caller may see none of this name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.GetRateLimitResponse> getRateLimit(
        dev.switchyard.v1.GetRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRateLimitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a rate limit. A caller that may not reach beyond its tenant must name that in the subject,
     * else PERMISSION_DENIED. RESOURCE_EXISTS, INVALID_REQUEST.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.CreateRateLimitResponse> createRateLimit(
        dev.switchyard.v1.CreateRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateRateLimitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes a rate limit. RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY when it stands in the file, ETAG_MISMATCH,
     * PERMISSION_DENIED when those who run the service made it and the caller is not of them.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.UpdateRateLimitResponse> updateRateLimit(
        dev.switchyard.v1.UpdateRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateRateLimitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a rate limit. As UpdateRateLimit.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.switchyard.v1.DeleteRateLimitResponse> deleteRateLimit(
        dev.switchyard.v1.DeleteRateLimitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRateLimitMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_SERVICE_HEALTH = 0;
  private static final int METHODID_CHECK_PROVIDER_HEALTH = 1;
  private static final int METHODID_SYNC_MODELS = 2;
  private static final int METHODID_LIST_CIRCUITS = 3;
  private static final int METHODID_GET_CIRCUIT = 4;
  private static final int METHODID_TRIP_CIRCUIT = 5;
  private static final int METHODID_RESET_CIRCUIT = 6;
  private static final int METHODID_EXPLAIN_SELECTION = 7;
  private static final int METHODID_LIST_ROUTES = 8;
  private static final int METHODID_GET_ROUTE = 9;
  private static final int METHODID_CREATE_ROUTE = 10;
  private static final int METHODID_UPDATE_ROUTE = 11;
  private static final int METHODID_DELETE_ROUTE = 12;
  private static final int METHODID_GET_POLICY = 13;
  private static final int METHODID_UPDATE_POLICY = 14;
  private static final int METHODID_RESET_POLICY = 15;
  private static final int METHODID_LIST_TENANTS = 16;
  private static final int METHODID_GET_TENANT = 17;
  private static final int METHODID_CREATE_TENANT = 18;
  private static final int METHODID_UPDATE_TENANT = 19;
  private static final int METHODID_DELETE_TENANT = 20;
  private static final int METHODID_LIST_API_KEYS = 21;
  private static final int METHODID_GET_API_KEY = 22;
  private static final int METHODID_CREATE_API_KEY = 23;
  private static final int METHODID_UPDATE_API_KEY = 24;
  private static final int METHODID_ROTATE_API_KEY = 25;
  private static final int METHODID_REVOKE_API_KEY = 26;
  private static final int METHODID_LIST_AUDIT_EVENTS = 27;
  private static final int METHODID_LIST_PROVIDERS = 28;
  private static final int METHODID_GET_PROVIDER = 29;
  private static final int METHODID_CREATE_PROVIDER = 30;
  private static final int METHODID_UPDATE_PROVIDER = 31;
  private static final int METHODID_DELETE_PROVIDER = 32;
  private static final int METHODID_DISABLE_PROVIDER = 33;
  private static final int METHODID_ENABLE_PROVIDER = 34;
  private static final int METHODID_LIST_PROVIDER_MODELS = 35;
  private static final int METHODID_GET_PROVIDER_MODEL = 36;
  private static final int METHODID_CREATE_PROVIDER_MODEL = 37;
  private static final int METHODID_UPDATE_PROVIDER_MODEL = 38;
  private static final int METHODID_DELETE_PROVIDER_MODEL = 39;
  private static final int METHODID_LIST_BUDGETS = 40;
  private static final int METHODID_GET_BUDGET = 41;
  private static final int METHODID_CREATE_BUDGET = 42;
  private static final int METHODID_UPDATE_BUDGET = 43;
  private static final int METHODID_DELETE_BUDGET = 44;
  private static final int METHODID_LIST_RATE_LIMITS = 45;
  private static final int METHODID_GET_RATE_LIMIT = 46;
  private static final int METHODID_CREATE_RATE_LIMIT = 47;
  private static final int METHODID_UPDATE_RATE_LIMIT = 48;
  private static final int METHODID_DELETE_RATE_LIMIT = 49;

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
        case METHODID_GET_SERVICE_HEALTH:
          serviceImpl.getServiceHealth((dev.switchyard.v1.GetServiceHealthRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetServiceHealthResponse>) responseObserver);
          break;
        case METHODID_CHECK_PROVIDER_HEALTH:
          serviceImpl.checkProviderHealth((dev.switchyard.v1.CheckProviderHealthRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CheckProviderHealthResponse>) responseObserver);
          break;
        case METHODID_SYNC_MODELS:
          serviceImpl.syncModels((dev.switchyard.v1.SyncModelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.SyncModelsResponse>) responseObserver);
          break;
        case METHODID_LIST_CIRCUITS:
          serviceImpl.listCircuits((dev.switchyard.v1.ListCircuitsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListCircuitsResponse>) responseObserver);
          break;
        case METHODID_GET_CIRCUIT:
          serviceImpl.getCircuit((dev.switchyard.v1.GetCircuitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetCircuitResponse>) responseObserver);
          break;
        case METHODID_TRIP_CIRCUIT:
          serviceImpl.tripCircuit((dev.switchyard.v1.TripCircuitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.TripCircuitResponse>) responseObserver);
          break;
        case METHODID_RESET_CIRCUIT:
          serviceImpl.resetCircuit((dev.switchyard.v1.ResetCircuitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetCircuitResponse>) responseObserver);
          break;
        case METHODID_EXPLAIN_SELECTION:
          serviceImpl.explainSelection((dev.switchyard.v1.ExplainSelectionRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ExplainSelectionResponse>) responseObserver);
          break;
        case METHODID_LIST_ROUTES:
          serviceImpl.listRoutes((dev.switchyard.v1.ListRoutesRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRoutesResponse>) responseObserver);
          break;
        case METHODID_GET_ROUTE:
          serviceImpl.getRoute((dev.switchyard.v1.GetRouteRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRouteResponse>) responseObserver);
          break;
        case METHODID_CREATE_ROUTE:
          serviceImpl.createRoute((dev.switchyard.v1.CreateRouteRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRouteResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ROUTE:
          serviceImpl.updateRoute((dev.switchyard.v1.UpdateRouteRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRouteResponse>) responseObserver);
          break;
        case METHODID_DELETE_ROUTE:
          serviceImpl.deleteRoute((dev.switchyard.v1.DeleteRouteRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRouteResponse>) responseObserver);
          break;
        case METHODID_GET_POLICY:
          serviceImpl.getPolicy((dev.switchyard.v1.GetPolicyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetPolicyResponse>) responseObserver);
          break;
        case METHODID_UPDATE_POLICY:
          serviceImpl.updatePolicy((dev.switchyard.v1.UpdatePolicyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdatePolicyResponse>) responseObserver);
          break;
        case METHODID_RESET_POLICY:
          serviceImpl.resetPolicy((dev.switchyard.v1.ResetPolicyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ResetPolicyResponse>) responseObserver);
          break;
        case METHODID_LIST_TENANTS:
          serviceImpl.listTenants((dev.switchyard.v1.ListTenantsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListTenantsResponse>) responseObserver);
          break;
        case METHODID_GET_TENANT:
          serviceImpl.getTenant((dev.switchyard.v1.GetTenantRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetTenantResponse>) responseObserver);
          break;
        case METHODID_CREATE_TENANT:
          serviceImpl.createTenant((dev.switchyard.v1.CreateTenantRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateTenantResponse>) responseObserver);
          break;
        case METHODID_UPDATE_TENANT:
          serviceImpl.updateTenant((dev.switchyard.v1.UpdateTenantRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateTenantResponse>) responseObserver);
          break;
        case METHODID_DELETE_TENANT:
          serviceImpl.deleteTenant((dev.switchyard.v1.DeleteTenantRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteTenantResponse>) responseObserver);
          break;
        case METHODID_LIST_API_KEYS:
          serviceImpl.listApiKeys((dev.switchyard.v1.ListApiKeysRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListApiKeysResponse>) responseObserver);
          break;
        case METHODID_GET_API_KEY:
          serviceImpl.getApiKey((dev.switchyard.v1.GetApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetApiKeyResponse>) responseObserver);
          break;
        case METHODID_CREATE_API_KEY:
          serviceImpl.createApiKey((dev.switchyard.v1.CreateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateApiKeyResponse>) responseObserver);
          break;
        case METHODID_UPDATE_API_KEY:
          serviceImpl.updateApiKey((dev.switchyard.v1.UpdateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateApiKeyResponse>) responseObserver);
          break;
        case METHODID_ROTATE_API_KEY:
          serviceImpl.rotateApiKey((dev.switchyard.v1.RotateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.RotateApiKeyResponse>) responseObserver);
          break;
        case METHODID_REVOKE_API_KEY:
          serviceImpl.revokeApiKey((dev.switchyard.v1.RevokeApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.RevokeApiKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_AUDIT_EVENTS:
          serviceImpl.listAuditEvents((dev.switchyard.v1.ListAuditEventsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListAuditEventsResponse>) responseObserver);
          break;
        case METHODID_LIST_PROVIDERS:
          serviceImpl.listProviders((dev.switchyard.v1.ListProvidersRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProvidersResponse>) responseObserver);
          break;
        case METHODID_GET_PROVIDER:
          serviceImpl.getProvider((dev.switchyard.v1.GetProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderResponse>) responseObserver);
          break;
        case METHODID_CREATE_PROVIDER:
          serviceImpl.createProvider((dev.switchyard.v1.CreateProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PROVIDER:
          serviceImpl.updateProvider((dev.switchyard.v1.UpdateProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderResponse>) responseObserver);
          break;
        case METHODID_DELETE_PROVIDER:
          serviceImpl.deleteProvider((dev.switchyard.v1.DeleteProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderResponse>) responseObserver);
          break;
        case METHODID_DISABLE_PROVIDER:
          serviceImpl.disableProvider((dev.switchyard.v1.DisableProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DisableProviderResponse>) responseObserver);
          break;
        case METHODID_ENABLE_PROVIDER:
          serviceImpl.enableProvider((dev.switchyard.v1.EnableProviderRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.EnableProviderResponse>) responseObserver);
          break;
        case METHODID_LIST_PROVIDER_MODELS:
          serviceImpl.listProviderModels((dev.switchyard.v1.ListProviderModelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListProviderModelsResponse>) responseObserver);
          break;
        case METHODID_GET_PROVIDER_MODEL:
          serviceImpl.getProviderModel((dev.switchyard.v1.GetProviderModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetProviderModelResponse>) responseObserver);
          break;
        case METHODID_CREATE_PROVIDER_MODEL:
          serviceImpl.createProviderModel((dev.switchyard.v1.CreateProviderModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateProviderModelResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PROVIDER_MODEL:
          serviceImpl.updateProviderModel((dev.switchyard.v1.UpdateProviderModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateProviderModelResponse>) responseObserver);
          break;
        case METHODID_DELETE_PROVIDER_MODEL:
          serviceImpl.deleteProviderModel((dev.switchyard.v1.DeleteProviderModelRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteProviderModelResponse>) responseObserver);
          break;
        case METHODID_LIST_BUDGETS:
          serviceImpl.listBudgets((dev.switchyard.v1.ListBudgetsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListBudgetsResponse>) responseObserver);
          break;
        case METHODID_GET_BUDGET:
          serviceImpl.getBudget((dev.switchyard.v1.GetBudgetRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetBudgetResponse>) responseObserver);
          break;
        case METHODID_CREATE_BUDGET:
          serviceImpl.createBudget((dev.switchyard.v1.CreateBudgetRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateBudgetResponse>) responseObserver);
          break;
        case METHODID_UPDATE_BUDGET:
          serviceImpl.updateBudget((dev.switchyard.v1.UpdateBudgetRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateBudgetResponse>) responseObserver);
          break;
        case METHODID_DELETE_BUDGET:
          serviceImpl.deleteBudget((dev.switchyard.v1.DeleteBudgetRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteBudgetResponse>) responseObserver);
          break;
        case METHODID_LIST_RATE_LIMITS:
          serviceImpl.listRateLimits((dev.switchyard.v1.ListRateLimitsRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.ListRateLimitsResponse>) responseObserver);
          break;
        case METHODID_GET_RATE_LIMIT:
          serviceImpl.getRateLimit((dev.switchyard.v1.GetRateLimitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.GetRateLimitResponse>) responseObserver);
          break;
        case METHODID_CREATE_RATE_LIMIT:
          serviceImpl.createRateLimit((dev.switchyard.v1.CreateRateLimitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.CreateRateLimitResponse>) responseObserver);
          break;
        case METHODID_UPDATE_RATE_LIMIT:
          serviceImpl.updateRateLimit((dev.switchyard.v1.UpdateRateLimitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.UpdateRateLimitResponse>) responseObserver);
          break;
        case METHODID_DELETE_RATE_LIMIT:
          serviceImpl.deleteRateLimit((dev.switchyard.v1.DeleteRateLimitRequest) request,
              (io.grpc.stub.StreamObserver<dev.switchyard.v1.DeleteRateLimitResponse>) responseObserver);
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
          getGetServiceHealthMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetServiceHealthRequest,
              dev.switchyard.v1.GetServiceHealthResponse>(
                service, METHODID_GET_SERVICE_HEALTH)))
        .addMethod(
          getCheckProviderHealthMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CheckProviderHealthRequest,
              dev.switchyard.v1.CheckProviderHealthResponse>(
                service, METHODID_CHECK_PROVIDER_HEALTH)))
        .addMethod(
          getSyncModelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.SyncModelsRequest,
              dev.switchyard.v1.SyncModelsResponse>(
                service, METHODID_SYNC_MODELS)))
        .addMethod(
          getListCircuitsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListCircuitsRequest,
              dev.switchyard.v1.ListCircuitsResponse>(
                service, METHODID_LIST_CIRCUITS)))
        .addMethod(
          getGetCircuitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetCircuitRequest,
              dev.switchyard.v1.GetCircuitResponse>(
                service, METHODID_GET_CIRCUIT)))
        .addMethod(
          getTripCircuitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.TripCircuitRequest,
              dev.switchyard.v1.TripCircuitResponse>(
                service, METHODID_TRIP_CIRCUIT)))
        .addMethod(
          getResetCircuitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ResetCircuitRequest,
              dev.switchyard.v1.ResetCircuitResponse>(
                service, METHODID_RESET_CIRCUIT)))
        .addMethod(
          getExplainSelectionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ExplainSelectionRequest,
              dev.switchyard.v1.ExplainSelectionResponse>(
                service, METHODID_EXPLAIN_SELECTION)))
        .addMethod(
          getListRoutesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListRoutesRequest,
              dev.switchyard.v1.ListRoutesResponse>(
                service, METHODID_LIST_ROUTES)))
        .addMethod(
          getGetRouteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetRouteRequest,
              dev.switchyard.v1.GetRouteResponse>(
                service, METHODID_GET_ROUTE)))
        .addMethod(
          getCreateRouteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateRouteRequest,
              dev.switchyard.v1.CreateRouteResponse>(
                service, METHODID_CREATE_ROUTE)))
        .addMethod(
          getUpdateRouteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateRouteRequest,
              dev.switchyard.v1.UpdateRouteResponse>(
                service, METHODID_UPDATE_ROUTE)))
        .addMethod(
          getDeleteRouteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteRouteRequest,
              dev.switchyard.v1.DeleteRouteResponse>(
                service, METHODID_DELETE_ROUTE)))
        .addMethod(
          getGetPolicyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetPolicyRequest,
              dev.switchyard.v1.GetPolicyResponse>(
                service, METHODID_GET_POLICY)))
        .addMethod(
          getUpdatePolicyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdatePolicyRequest,
              dev.switchyard.v1.UpdatePolicyResponse>(
                service, METHODID_UPDATE_POLICY)))
        .addMethod(
          getResetPolicyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ResetPolicyRequest,
              dev.switchyard.v1.ResetPolicyResponse>(
                service, METHODID_RESET_POLICY)))
        .addMethod(
          getListTenantsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListTenantsRequest,
              dev.switchyard.v1.ListTenantsResponse>(
                service, METHODID_LIST_TENANTS)))
        .addMethod(
          getGetTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetTenantRequest,
              dev.switchyard.v1.GetTenantResponse>(
                service, METHODID_GET_TENANT)))
        .addMethod(
          getCreateTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateTenantRequest,
              dev.switchyard.v1.CreateTenantResponse>(
                service, METHODID_CREATE_TENANT)))
        .addMethod(
          getUpdateTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateTenantRequest,
              dev.switchyard.v1.UpdateTenantResponse>(
                service, METHODID_UPDATE_TENANT)))
        .addMethod(
          getDeleteTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteTenantRequest,
              dev.switchyard.v1.DeleteTenantResponse>(
                service, METHODID_DELETE_TENANT)))
        .addMethod(
          getListApiKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListApiKeysRequest,
              dev.switchyard.v1.ListApiKeysResponse>(
                service, METHODID_LIST_API_KEYS)))
        .addMethod(
          getGetApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetApiKeyRequest,
              dev.switchyard.v1.GetApiKeyResponse>(
                service, METHODID_GET_API_KEY)))
        .addMethod(
          getCreateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateApiKeyRequest,
              dev.switchyard.v1.CreateApiKeyResponse>(
                service, METHODID_CREATE_API_KEY)))
        .addMethod(
          getUpdateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateApiKeyRequest,
              dev.switchyard.v1.UpdateApiKeyResponse>(
                service, METHODID_UPDATE_API_KEY)))
        .addMethod(
          getRotateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.RotateApiKeyRequest,
              dev.switchyard.v1.RotateApiKeyResponse>(
                service, METHODID_ROTATE_API_KEY)))
        .addMethod(
          getRevokeApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.RevokeApiKeyRequest,
              dev.switchyard.v1.RevokeApiKeyResponse>(
                service, METHODID_REVOKE_API_KEY)))
        .addMethod(
          getListAuditEventsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListAuditEventsRequest,
              dev.switchyard.v1.ListAuditEventsResponse>(
                service, METHODID_LIST_AUDIT_EVENTS)))
        .addMethod(
          getListProvidersMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListProvidersRequest,
              dev.switchyard.v1.ListProvidersResponse>(
                service, METHODID_LIST_PROVIDERS)))
        .addMethod(
          getGetProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetProviderRequest,
              dev.switchyard.v1.GetProviderResponse>(
                service, METHODID_GET_PROVIDER)))
        .addMethod(
          getCreateProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateProviderRequest,
              dev.switchyard.v1.CreateProviderResponse>(
                service, METHODID_CREATE_PROVIDER)))
        .addMethod(
          getUpdateProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateProviderRequest,
              dev.switchyard.v1.UpdateProviderResponse>(
                service, METHODID_UPDATE_PROVIDER)))
        .addMethod(
          getDeleteProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteProviderRequest,
              dev.switchyard.v1.DeleteProviderResponse>(
                service, METHODID_DELETE_PROVIDER)))
        .addMethod(
          getDisableProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DisableProviderRequest,
              dev.switchyard.v1.DisableProviderResponse>(
                service, METHODID_DISABLE_PROVIDER)))
        .addMethod(
          getEnableProviderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.EnableProviderRequest,
              dev.switchyard.v1.EnableProviderResponse>(
                service, METHODID_ENABLE_PROVIDER)))
        .addMethod(
          getListProviderModelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListProviderModelsRequest,
              dev.switchyard.v1.ListProviderModelsResponse>(
                service, METHODID_LIST_PROVIDER_MODELS)))
        .addMethod(
          getGetProviderModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetProviderModelRequest,
              dev.switchyard.v1.GetProviderModelResponse>(
                service, METHODID_GET_PROVIDER_MODEL)))
        .addMethod(
          getCreateProviderModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateProviderModelRequest,
              dev.switchyard.v1.CreateProviderModelResponse>(
                service, METHODID_CREATE_PROVIDER_MODEL)))
        .addMethod(
          getUpdateProviderModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateProviderModelRequest,
              dev.switchyard.v1.UpdateProviderModelResponse>(
                service, METHODID_UPDATE_PROVIDER_MODEL)))
        .addMethod(
          getDeleteProviderModelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteProviderModelRequest,
              dev.switchyard.v1.DeleteProviderModelResponse>(
                service, METHODID_DELETE_PROVIDER_MODEL)))
        .addMethod(
          getListBudgetsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListBudgetsRequest,
              dev.switchyard.v1.ListBudgetsResponse>(
                service, METHODID_LIST_BUDGETS)))
        .addMethod(
          getGetBudgetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetBudgetRequest,
              dev.switchyard.v1.GetBudgetResponse>(
                service, METHODID_GET_BUDGET)))
        .addMethod(
          getCreateBudgetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateBudgetRequest,
              dev.switchyard.v1.CreateBudgetResponse>(
                service, METHODID_CREATE_BUDGET)))
        .addMethod(
          getUpdateBudgetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateBudgetRequest,
              dev.switchyard.v1.UpdateBudgetResponse>(
                service, METHODID_UPDATE_BUDGET)))
        .addMethod(
          getDeleteBudgetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteBudgetRequest,
              dev.switchyard.v1.DeleteBudgetResponse>(
                service, METHODID_DELETE_BUDGET)))
        .addMethod(
          getListRateLimitsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.ListRateLimitsRequest,
              dev.switchyard.v1.ListRateLimitsResponse>(
                service, METHODID_LIST_RATE_LIMITS)))
        .addMethod(
          getGetRateLimitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.GetRateLimitRequest,
              dev.switchyard.v1.GetRateLimitResponse>(
                service, METHODID_GET_RATE_LIMIT)))
        .addMethod(
          getCreateRateLimitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.CreateRateLimitRequest,
              dev.switchyard.v1.CreateRateLimitResponse>(
                service, METHODID_CREATE_RATE_LIMIT)))
        .addMethod(
          getUpdateRateLimitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.UpdateRateLimitRequest,
              dev.switchyard.v1.UpdateRateLimitResponse>(
                service, METHODID_UPDATE_RATE_LIMIT)))
        .addMethod(
          getDeleteRateLimitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.switchyard.v1.DeleteRateLimitRequest,
              dev.switchyard.v1.DeleteRateLimitResponse>(
                service, METHODID_DELETE_RATE_LIMIT)))
        .build();
  }

  private static abstract class AdminServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AdminServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.switchyard.v1.AdminServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AdminService");
    }
  }

  private static final class AdminServiceFileDescriptorSupplier
      extends AdminServiceBaseDescriptorSupplier {
    AdminServiceFileDescriptorSupplier() {}
  }

  private static final class AdminServiceMethodDescriptorSupplier
      extends AdminServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AdminServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AdminServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AdminServiceFileDescriptorSupplier())
              .addMethod(getGetServiceHealthMethod())
              .addMethod(getCheckProviderHealthMethod())
              .addMethod(getSyncModelsMethod())
              .addMethod(getListCircuitsMethod())
              .addMethod(getGetCircuitMethod())
              .addMethod(getTripCircuitMethod())
              .addMethod(getResetCircuitMethod())
              .addMethod(getExplainSelectionMethod())
              .addMethod(getListRoutesMethod())
              .addMethod(getGetRouteMethod())
              .addMethod(getCreateRouteMethod())
              .addMethod(getUpdateRouteMethod())
              .addMethod(getDeleteRouteMethod())
              .addMethod(getGetPolicyMethod())
              .addMethod(getUpdatePolicyMethod())
              .addMethod(getResetPolicyMethod())
              .addMethod(getListTenantsMethod())
              .addMethod(getGetTenantMethod())
              .addMethod(getCreateTenantMethod())
              .addMethod(getUpdateTenantMethod())
              .addMethod(getDeleteTenantMethod())
              .addMethod(getListApiKeysMethod())
              .addMethod(getGetApiKeyMethod())
              .addMethod(getCreateApiKeyMethod())
              .addMethod(getUpdateApiKeyMethod())
              .addMethod(getRotateApiKeyMethod())
              .addMethod(getRevokeApiKeyMethod())
              .addMethod(getListAuditEventsMethod())
              .addMethod(getListProvidersMethod())
              .addMethod(getGetProviderMethod())
              .addMethod(getCreateProviderMethod())
              .addMethod(getUpdateProviderMethod())
              .addMethod(getDeleteProviderMethod())
              .addMethod(getDisableProviderMethod())
              .addMethod(getEnableProviderMethod())
              .addMethod(getListProviderModelsMethod())
              .addMethod(getGetProviderModelMethod())
              .addMethod(getCreateProviderModelMethod())
              .addMethod(getUpdateProviderModelMethod())
              .addMethod(getDeleteProviderModelMethod())
              .addMethod(getListBudgetsMethod())
              .addMethod(getGetBudgetMethod())
              .addMethod(getCreateBudgetMethod())
              .addMethod(getUpdateBudgetMethod())
              .addMethod(getDeleteBudgetMethod())
              .addMethod(getListRateLimitsMethod())
              .addMethod(getGetRateLimitMethod())
              .addMethod(getCreateRateLimitMethod())
              .addMethod(getUpdateRateLimitMethod())
              .addMethod(getDeleteRateLimitMethod())
              .build();
        }
      }
    }
    return result;
  }
}
