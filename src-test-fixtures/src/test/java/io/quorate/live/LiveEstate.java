package io.quorate.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The estate that {@code -Plive} reads, as the environment tells it; what is missing is a failure.
 *
 * <ul>
 *   <li>{@code QUORATE_LIVE_HOSTS}: {@code hv1.example.com,hv2.example.com}, or with addresses {@code HV1=https://127.0.0.1:5986/wsman,...}
 *   <li>{@code QUORATE_LIVE_USER}, {@code QUORATE_LIVE_PASSWORD}: an account that may read
 *   <li>{@code QUORATE_LIVE_LOGINS}: ways to log in, of {@code domain} (the default), {@code kerberos}, {@code ntlm}, {@code credssp}, {@code
 *       basic}; the nouns are read by the first
 *   <li>{@code QUORATE_LIVE_CA}: a PEM file with who vouches for the hosts; else the platform's authorities do
 *   <li>{@code QUORATE_LIVE_WITHOUT}: nouns whose role is not there, such as {@code cluster,vms,replica}; they are named as left out
 * </ul>
 */
record LiveEstate(Map<String, String> hosts, List<String> logins, List<String> without) {
    static final String ENDPOINT = "live";

    static LiveEstate ofEnvironment() {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String host : list(required("QUORATE_LIVE_HOSTS"))) {
            int equals = host.indexOf('=');
            hosts.put(equals < 0 ? host : host.substring(0, equals), equals < 0 ? "" : host.substring(equals + 1));
        }
        return new LiveEstate(
                hosts, list(optional("QUORATE_LIVE_LOGINS", "domain")), list(optional("QUORATE_LIVE_WITHOUT", "")));
    }

    Quorate connect(String login) {
        String user = required("QUORATE_LIVE_USER");
        Secret password = Secret.of(required("QUORATE_LIVE_PASSWORD"));
        Credentials credentials = switch (login.toLowerCase(Locale.ROOT)) {
            case "domain" -> Credentials.domain(user, password);
            case "kerberos" -> Credentials.kerberos(user, password);
            case "ntlm" -> Credentials.ntlm(user, password);
            case "credssp" -> Credentials.credSsp(user, password);
            case "basic" -> Credentials.basic(user, password);
            default -> throw new AssertionError("QUORATE_LIVE_LOGINS: there is no way to log in called " + login);
        };
        String authorities = optional("QUORATE_LIVE_CA", "");
        return Quorate.builder()
                .endpoint(ENDPOINT, "winrm://" + String.join(",", hosts.keySet()), endpoint -> {
                    hosts.forEach((host, address) -> {
                        if (!address.isEmpty()) {
                            endpoint.host(host, URI.create(address));
                        }
                    });
                    endpoint.credentials(credentials)
                            .trust(authorities.isEmpty() ? Trust.platform() : Trust.authorities(Path.of(authorities)));
                })
                .build();
    }

    private static String required(String name) {
        String value = System.getenv(name);
        assertThat(value)
                .as("-Plive reads a real estate, and %s names none", name)
                .isNotBlank();
        return value;
    }

    private static String optional(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
