package io.quorate.winrm.auth;

import java.util.List;
import java.util.Objects;

/**
 * What a log-in may need to know besides credentials.
 *
 * @param servicePrincipalNames the names of the service to try, in order, such as {@code host/hv1.example.com}; empty for the usual ones
 */
public record LoginOptions(List<String> servicePrincipalNames, ChannelBinding channelBinding) {
    /** The usual names; channel binding wherever it can be right. */
    public static final LoginOptions DEFAULT = new LoginOptions(List.of(), ChannelBinding.AUTO);

    public LoginOptions {
        servicePrincipalNames = List.copyOf(servicePrincipalNames);
        Objects.requireNonNull(channelBinding, "channelBinding");
    }
}
