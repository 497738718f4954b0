package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.auth.AccountGuard;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known about an endpoint's account: one knowledge for all hosts if it is a domain's, one a host if each has an account of that name
 * of its own. Lasts as long as the endpoint is open. Thread-safe.
 */
final class AccountGuards {
    private static final String EVERYWHERE = "";

    private final QuorateRuntime runtime;
    private final boolean shared;
    private final Map<String, AccountGuard> guards = new ConcurrentHashMap<>();

    AccountGuards(Endpoint endpoint, QuorateRuntime runtime) {
        this.runtime = runtime;
        Set<String> hosts = endpoint.hosts().entrySet().stream()
                .flatMap(host ->
                        Stream.of(host.getKey(), String.valueOf(host.getValue().getHost())))
                .flatMap(host -> Stream.of(host, host.split("\\.", 2)[0]))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.shared = Logins.isDomains(endpoint.credentials(), name -> hosts.contains(name.toLowerCase(Locale.ROOT)));
    }

    AccountGuard of(URI address) {
        return guards.computeIfAbsent(shared ? EVERYWHERE : address.toString(), key -> new AccountGuard(runtime));
    }
}
