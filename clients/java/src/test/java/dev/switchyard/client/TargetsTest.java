package dev.switchyard.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void thisMachineIsKnownByItsAddresses() {
    var here =
        List.of(
            "localhost:50051",
            "127.0.0.1:50051",
            "127.1.2.3",
            "[::1]:50051",
            "dns:///localhost:50051",
            "ipv4:127.0.0.1:1,127.0.0.1:2",
            "unix:/run/s.sock");
    for (var target : here) assertTrue(Targets.isLocal(target), target);
  }

  @Test
  void noOtherIsTakenForIt() {
    var elsewhere =
        List.of(
            "llm.internal:50051",
            "10.0.0.1:50051",
            "127.0.0.1.example.com:50051",
            "localhost.example.com",
            "dns://10.0.0.1/localhost:50051",
            "ipv4:127.0.0.1:1,10.0.0.1:2",
            "");
    for (var target : elsewhere) assertFalse(Targets.isLocal(target), target);
  }
}
