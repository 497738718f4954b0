package io.quorate.winrm.psrp;

import io.quorate.Secret;
import java.util.Objects;

/**
 * A {@code PSCredential} ([MS-PSRP] 2.2.3.25).
 *
 * @param userName the user, as the server is to read it: {@code DOMAIN\\user}, {@code user@domain} or a local name
 * @param password the password
 */
public record PsCredential(String userName, PsSecureString password) {
    private static final String TYPE = "System.Management.Automation.PSCredential";

    public PsCredential {
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(password, "password");
    }

    /** Makes a credential of a user and a secret. */
    public static PsCredential of(String userName, Secret password) {
        return new PsCredential(userName, PsSecureString.of(password));
    }

    /**
     * Reads a credential whose password was decrypted.
     *
     * @throws PsrpProtocolException if it is none
     */
    public static PsCredential decode(PsValue value) {
        Fields fields = Fields.of("a credential", value);
        if (fields.value("Password") instanceof PsPrimitive password
                && password.value() instanceof PsSecureString secret) {
            return new PsCredential(fields.text("UserName"), secret);
        }
        throw new PsrpProtocolException("a credential: Password is not a secure string");
    }

    /** Returns it as CLIXML carries it. */
    public PsObject toValue() {
        return PsObject.of(TYPE, "System.Object")
                .text(TYPE)
                .withAdapted("UserName", PsValue.string(userName))
                .withAdapted("Password", PsValue.secure(password));
    }

    /** Tells nothing of it. */
    @Override
    public String toString() {
        return "PsCredential[hidden]";
    }
}
