package dev.switchyard.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.Supplier;

/** Sends the key with every call, unless the call has a credential of its own. */
record KeyInterceptor(Supplier<String> key) implements ClientInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        if (!headers.containsKey(AUTHORIZATION)) addTo(headers);
        super.start(listener, headers);
      }
    };
  }

  private void addTo(Metadata headers) {
    var now = key.get();
    if (now == null || now.isEmpty()) return;
    requirePrintable(now);
    headers.put(AUTHORIZATION, "Bearer " + now);
  }

  static void requirePrintable(String key) {
    if (key != null && !key.chars().allMatch(letter -> letter > ' ' && letter <= '~')) {
      throw new IllegalArgumentException("The API key has a letter that cannot stand in a header.");
    }
  }
}
