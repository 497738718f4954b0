package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Which ways to log in a host offers.
 *
 * @param accounts who there is
 * @param schemes those that hold for a connection, in the order in which HTTP 401 lists them
 * @param basic whether Basic is one of them, over TLS only
 * @param certificates which local account a client certificate's principal name ({@code user@host}) stands for
 * @param heard hears tokens, so that a test can look for them elsewhere
 */
public record LoginOffer(
        Accounts accounts,
        List<ServerScheme> schemes,
        boolean basic,
        Map<String, String> certificates,
        Consumer<byte[]> heard) {
    public LoginOffer {
        Objects.requireNonNull(accounts, "accounts");
        schemes = List.copyOf(schemes);
        certificates = Map.copyOf(certificates);
    }
}
