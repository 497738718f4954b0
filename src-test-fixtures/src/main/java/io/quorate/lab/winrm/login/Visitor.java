package io.quorate.lab.winrm.login;

import java.util.Objects;

/**
 * Who has logged in.
 *
 * @param account a local account's bare name, or {@code LAB\\user} of the domain
 * @param delegates whether the host holds what it takes to be this account on other machines: only CredSSP leaves it
 */
public record Visitor(String account, boolean delegates) {
    public Visitor {
        Objects.requireNonNull(account, "account");
    }
}
