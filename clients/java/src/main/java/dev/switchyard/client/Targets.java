package dev.switchyard.client;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a target of gRPC says of where the server is. */
final class Targets {
  private static final Pattern SCHEME = Pattern.compile("^(dns|ipv4|ipv6):(///)?");
  private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

  private Targets() {}

  /** Whether all that it stands for is of this machine, by its looks. */
  static boolean isLocal(String target) {
    if (target.startsWith("unix:") || target.startsWith("unix-abstract:")) return true;
    var hosts = SCHEME.matcher(target).replaceFirst("").split(",", -1);
    return Stream.of(hosts).allMatch(host -> LOOPBACK.matcher(host).matches());
  }
}
