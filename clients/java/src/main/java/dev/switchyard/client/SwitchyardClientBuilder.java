package dev.switchyard.client;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a client reaches the server. Without a word it speaks cleartext to this machine's own addresses and TLS to all others, trusts
 * the authorities of the Java installation, and takes turns among all addresses of the target.
 */
public final class SwitchyardClientBuilder {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  /** Calls go to all addresses of the target in turn. */
  private static final Map<String, ?> SERVICE_CONFIG = Map.of("loadBalancingConfig", List.of(Map.of("round_robin", Map.of())));

  /**
   * The same, but only with addresses whose server says by {@code grpc.health.v1} that it serves. Give it to
   * {@code defaultServiceConfig} in {@link #channel}.
   */
  public static final Map<String, ?> HEALTH_CHECKED_SERVICE_CONFIG =
      Map.of(
          "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
          "healthCheckConfig", Map.of("serviceName", ""));

  private final String target;
  private Boolean encrypted;
  private Path authority;
  private Path certificate;
  private Path privateKey;
  private Supplier<String> apiKey = () -> null;
  private Duration deadline = Duration.ofMinutes(10);
  private int maxRetries = 2;
  private Consumer<ManagedChannelBuilder<?>> channel = builder -> {};

  SwitchyardClientBuilder(String target) {
    this.target = Objects.requireNonNull(target);
  }

  /** Speaks without TLS, wherever the server is: anyone on the way can read the key. */
  public SwitchyardClientBuilder cleartext() {
    this.encrypted = false;
    return this;
  }

  /** Speaks TLS, with this machine too. Certificates say the same. */
  public SwitchyardClientBuilder tls() {
    this.encrypted = true;
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
    KeyInterceptor.requirePrintable(key);
    return apiKey(() -> key);
  }

  /** Asks for the key or token before each try, for those that expire. It may be asked by several threads at once. */
  public SwitchyardClientBuilder apiKey(Supplier<String> key) {
    this.apiKey = Objects.requireNonNull(key);
    return this;
  }

  /** How long a call of the client's own methods may take, retries included. Without it ten minutes, as long as servers allow by default. */
  public SwitchyardClientBuilder deadline(Duration duration) {
    this.deadline = Objects.requireNonNull(duration);
    return this;
  }

  /** How often a call is made again at most when the server says that it can help. Without it, twice. */
  public SwitchyardClientBuilder maxRetries(int most) {
    this.maxRetries = most;
    return this;
  }

  /** Has the last word about the channel: its service configuration, keep-alive, authority. */
  public SwitchyardClientBuilder channel(Consumer<ManagedChannelBuilder<?>> change) {
    this.channel = Objects.requireNonNull(change);
    return this;
  }

  /** The client. It connects with its first call. Throws UncheckedIOException when a file cannot be read. */
  public SwitchyardClient build() {
    var bounds = new Tries(maxRetries, deadline);
    var builder = Grpc.newChannelBuilder(target, credentials());
    builder.maxInboundMessageSize(MAX_MESSAGE_BYTES).defaultServiceConfig(SERVICE_CONFIG);
    channel.accept(builder);
    var connection = builder.build();
    var withKey = ClientInterceptors.intercept(connection, new KeyInterceptor(apiKey));
    return new SwitchyardClient(connection, withKey, bounds);
  }

  private ChannelCredentials credentials() {
    boolean certified = authority != null || certificate != null;
    if (certified && Boolean.FALSE.equals(encrypted)) throw new IllegalStateException("Certificates need TLS: leave out cleartext().");
    boolean isSecure = encrypted == null ? certified || !Targets.isLocal(target) : encrypted;
    if (!isSecure) return InsecureChannelCredentials.create();
    try {
      var credentials = TlsChannelCredentials.newBuilder();
      if (authority != null) credentials.trustManager(authority.toFile());
      if (certificate != null) credentials.keyManager(certificate.toFile(), privateKey.toFile());
      return credentials.build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
