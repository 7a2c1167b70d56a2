package dev.switchyard.client;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a client reaches the server. Without a word it speaks TLS and trusts the authorities of the Java installation, takes turns
 * among all addresses of the target, and leaves out those whose health says that they take no calls.
 */
public final class SwitchyardClientBuilder {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  private static final Map<String, ?> SERVICE_CONFIG =
      Map.of(
          "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
          "healthCheckConfig", Map.of("serviceName", ""));

  private final String target;
  private boolean cleartext;
  private Path authority;
  private Path certificate;
  private Path privateKey;
  private String apiKey;
  private Duration deadline;
  private int tries = 3;
  private Consumer<ManagedChannelBuilder<?>> channel = builder -> {};

  SwitchyardClientBuilder(String target) {
    this.target = Objects.requireNonNull(target);
  }

  /** Speaks without TLS: for a server on the same machine. A key that is sent so can be read on the way. */
  public SwitchyardClientBuilder cleartext() {
    this.cleartext = true;
    return this;
  }

  /** Trusts the authorities in a PEM file, and no others. */
  public SwitchyardClientBuilder authority(Path file) {
    this.authority = Objects.requireNonNull(file);
    return this;
  }

  /** Shows a certificate of its own (mTLS): PEM files of the chain and of the private key in PKCS #8. */
  public SwitchyardClientBuilder certificate(Path chain, Path key) {
    this.certificate = Objects.requireNonNull(chain);
    this.privateKey = Objects.requireNonNull(key);
    return this;
  }

  /** The key or token that is sent with every call. Null or empty: none. */
  public SwitchyardClientBuilder apiKey(String key) {
    if (key != null && !key.chars().allMatch(letter -> letter > ' ' && letter <= '~')) {
      throw new IllegalArgumentException("The API key has a letter that cannot stand in a header.");
    }
    this.apiKey = key;
    return this;
  }

  /** How long a call of the client's own methods may take, retries included. Without it, as long as the server allows. */
  public SwitchyardClientBuilder deadline(Duration duration) {
    this.deadline = duration;
    return this;
  }

  /** How often a call is made at most when the server says that a retry can help. 1: never again. Without it, 3. */
  public SwitchyardClientBuilder tries(int most) {
    this.tries = most;
    return this;
  }

  /** Has the last word about the channel: its service configuration, keep-alive, authority. */
  public SwitchyardClientBuilder channel(Consumer<ManagedChannelBuilder<?>> change) {
    this.channel = Objects.requireNonNull(change);
    return this;
  }

  /** The client. It connects with its first call. Throws UncheckedIOException when a file cannot be read. */
  public SwitchyardClient build() {
    var bounds = new Tries(tries, deadline);
    var builder = Grpc.newChannelBuilder(target, credentials());
    builder.maxInboundMessageSize(MAX_MESSAGE_BYTES).defaultServiceConfig(SERVICE_CONFIG);
    channel.accept(builder);
    var connection = builder.build();
    var withKey = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers()));
    return new SwitchyardClient(connection, withKey, bounds);
  }

  private ChannelCredentials credentials() {
    if (cleartext) {
      if (authority == null && certificate == null) return InsecureChannelCredentials.create();
      throw new IllegalStateException("Certificates need TLS: leave out cleartext().");
    }
    try {
      var credentials = TlsChannelCredentials.newBuilder();
      if (authority != null) credentials.trustManager(authority.toFile());
      if (certificate != null) credentials.keyManager(certificate.toFile(), privateKey.toFile());
      return credentials.build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Metadata headers() {
    var headers = new Metadata();
    if (apiKey == null || apiKey.isEmpty()) return headers;
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + apiKey);
    return headers;
  }
}
