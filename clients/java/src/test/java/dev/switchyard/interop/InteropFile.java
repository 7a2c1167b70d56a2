package dev.switchyard.interop;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import dev.switchyard.client.SwitchyardClient;
import dev.switchyard.client.SwitchyardClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the runner is told of the servers: see test/interop/README.md. */
record InteropFile(InteropServer plain, InteropServer tls, InteropServer mtls, String wrongKey, String upstream) {
  static InteropFile read(String path) throws IOException {
    var gson = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();
    return gson.fromJson(Files.readString(Path.of(path)), InteropFile.class);
  }

  record InteropServer(String grpc, String key, String caFile, String certFile, String keyFile) {
    /** As this server is meant to be called, but tried once only. */
    SwitchyardClientBuilder client() {
      var builder = SwitchyardClient.builder(grpc).apiKey(key).maxRetries(0);
      if (caFile == null) return builder;
      builder.authority(Path.of(caFile));
      return certFile == null ? builder : builder.certificate(Path.of(certFile), Path.of(keyFile));
    }
  }
}
