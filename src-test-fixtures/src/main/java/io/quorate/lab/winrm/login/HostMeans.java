package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the log-ins of one host have in common, and the schemes made of it.
 *
 * @param host the host's name
 * @param domain DNS domain of its name
 * @param accounts who there is
 * @param binding what it demands of channel bindings
 * @param keys the keys of its services; null where there is no Kerberos
 * @param tls its identity, which CredSSP shows inside of the log-in, too
 * @param credSsp how it speaks CredSSP
 * @param now the lab's time
 * @param heard hears tokens and session keys, so that a test can look for them elsewhere
 */
public record HostMeans(
        String host,
        String domain,
        Accounts accounts,
        Binding binding,
        @Nullable ServiceKeys keys,
        SSLContext tls,
        CredSspManner credSsp,
        Supplier<Instant> now,
        Consumer<byte[]> heard) {

    /**
     * Returns an offer of these schemes, by their names in HTTP 401 and in that order; Basic is always the last one.
     *
     * @param certificates which local account a client certificate's principal name stands for
     */
    public LoginOffer offer(List<String> names, Map<String, String> certificates) {
        return new LoginOffer(
                accounts,
                names.stream()
                        .filter(name -> !name.equals("Basic"))
                        .map(this::scheme)
                        .toList(),
                names.contains("Basic"),
                certificates,
                heard);
    }

    private ServerScheme scheme(String name) {
        return switch (name) {
            case "Negotiate" -> negotiate();
            case "Kerberos" -> new Kerberos(this);
            case "CredSSP" -> new CredSspServer(host, accounts, negotiate(), tls, credSsp, heard);
            default -> throw new IllegalArgumentException("the lab does not serve " + name + " yet");
        };
    }

    /** Returns Negotiate, which CredSSP carries inside of it, too. */
    public ServerScheme negotiate() {
        ServiceKeys mine = keys;
        return new Negotiate(
                place -> new NtlmServer(this, place),
                mine == null ? null : place -> new KerberosServer(this, mine, place));
    }
}
