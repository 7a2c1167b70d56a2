package dev.switchyard.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The details in an error's trailers. What cannot be read is as if it were not there: it must not hide the error itself. */
record StatusDetails(List<Any> all) implements Serializable {
  static StatusDetails of(StatusRuntimeException failure) {
    try {
      var status = StatusProto.fromThrowable(failure);
      return new StatusDetails(status == null ? List.of() : List.copyOf(status.getDetailsList()));
    } catch (IllegalArgumentException unreadable) {
      return new StatusDetails(List.of());
    }
  }

  /** The first detail of a kind. */
  <T extends Message> Optional<T> find(T kind) {
    var name = kind.getDescriptorForType().getFullName();
    return all.stream().filter(detail -> detail.getTypeUrl().endsWith("/" + name)).findFirst().flatMap(detail -> read(detail, kind));
  }

  /** The first detail of a kind, or an empty one. */
  <T extends Message> T only(T kind) {
    return find(kind).orElse(kind);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Message> Optional<T> read(Any detail, T kind) {
    try {
      return Optional.of((T) kind.getParserForType().parseFrom(detail.getValue()));
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
  }

  /** The reason that Switchyard gave: those of other systems, such as a proxy on the way, mean something else. */
  ErrorInfo reason() {
    return find(ErrorInfo.getDefaultInstance()).filter(info -> info.getDomain().equals("switchyard")).orElseGet(ErrorInfo::getDefaultInstance);
  }

  /** A duration of the wire, brought into the bounds of what one can wait for. */
  static Duration durationOf(com.google.protobuf.Duration duration) {
    var seconds = Math.min(Math.max(duration.getSeconds(), 0), Integer.MAX_VALUE);
    return Duration.ofSeconds(seconds).plusNanos(Math.max(duration.getNanos(), 0));
  }
}
