package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.spi.net.Options;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.wsman.HttpCarrier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's options say about WinRM.
 *
 * @param configurationName the session configuration for all but delegating commands
 * @param delegated the session configuration for commands that act on another machine; null if there is none
 * @param operationTimeout how long the server may stay quiet before it says so
 * @param readTimeout how long the server may be silent before a request counts as lost; longer than the operation time-out
 * @param runspaces how many commands may run side by side in a host's session
 * @param login what else a log-in may need to know
 * @param protocol the highest version of the remoting protocol to offer
 */
record EndpointOptions(
        String configurationName,
        @Nullable String delegated,
        Duration operationTimeout,
        Duration readTimeout,
        int runspaces,
        LoginOptions login,
        PsrpVersion protocol) {
    /** The option that names the session configuration for commands that act on another machine. */
    static final String DELEGATED_CONFIGURATION = "delegatedConfiguration";

    /** The option that names the session configuration for all other commands. */
    static final String CONFIGURATION = "configurationName";

    /** The option for {@link #operationTimeout}, an ISO 8601 duration: {@code PT20S}. Windows takes half a second at least. */
    static final String OPERATION_TIMEOUT = "operationTimeout";

    /** The option for {@link #readTimeout}, an ISO 8601 duration; ten seconds more than the operation time-out unless set. */
    static final String READ_TIMEOUT = "readTimeout";

    /** The option for {@link #runspaces}, 1 to 32: eight unless set, as many as the usual bulkhead lets through. */
    static final String RUNSPACES = "runspaces";

    private static final int DEFAULT_RUNSPACES = 8;
    private static final int MOST_RUNSPACES = 32;

    /** The option for the service principal names to try, in order, with a comma between: {@code host/hv1.example.com}. */
    static final String SERVICE_PRINCIPAL_NAME = "servicePrincipalName";

    /** The option for channel binding: {@code auto}, {@code off} (a proxy ends TLS), {@code required}. */
    static final String CHANNEL_BINDING = "channelBinding";

    /**
     * The option for {@link #protocol}: {@code 2.1} to {@code 2.4}, 2.3 unless set. PowerShell 7.6 speaks 2.4, which encrypts secure strings no
     * further than the transport does.
     */
    static final String PROTOCOL = "protocol";

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Windows raises a shorter OperationTimeout to half a second. */
    private static final Options.Range OPERATION =
            new Options.Range(Duration.ofMillis(500), LONGEST, "half a second and ten minutes");

    private static final String EXAMPLE = "PT20S";

    EndpointOptions {
        OPERATION.check(OPERATION_TIMEOUT, operationTimeout, operationTimeout.toString());
        if (readTimeout.compareTo(operationTimeout) <= 0 || readTimeout.compareTo(LONGEST.multipliedBy(2)) > 0) {
            throw new IllegalArgumentException(READ_TIMEOUT + " is longer than " + OPERATION_TIMEOUT + " ("
                    + operationTimeout + ") and at most twenty minutes: " + readTimeout);
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static EndpointOptions of(Endpoint endpoint) {
        Options options = Options.of(
                endpoint,
                Set.of(
                        DELEGATED_CONFIGURATION,
                        CONFIGURATION,
                        OPERATION_TIMEOUT,
                        READ_TIMEOUT,
                        RUNSPACES,
                        SERVICE_PRINCIPAL_NAME,
                        CHANNEL_BINDING,
                        PROTOCOL));
        Duration operation = options.time(OPERATION_TIMEOUT, SessionOptions.DEFAULT.quiet(), EXAMPLE);
        return new EndpointOptions(
                options.text(CONFIGURATION, SessionOptions.DEFAULT.configurationName()),
                options.text(DELEGATED_CONFIGURATION),
                operation,
                options.time(READ_TIMEOUT, operation.plus(HttpCarrier.DEFAULT_GRACE), EXAMPLE),
                options.number(RUNSPACES, DEFAULT_RUNSPACES, 1, MOST_RUNSPACES),
                login(options),
                protocol(options.text(PROTOCOL, PsrpVersion.V2_3.toString())));
    }

    private static PsrpVersion protocol(String text) {
        for (PsrpVersion version : List.of(PsrpVersion.V2_1, PsrpVersion.V2_2, PsrpVersion.V2_3, PsrpVersion.V2_4)) {
            if (version.toString().equals(text)) {
                return version;
            }
        }
        throw new IllegalArgumentException(PROTOCOL + " is 2.1, 2.2, 2.3 or 2.4, not " + text);
    }

    private static LoginOptions login(Options options) {
        List<String> names = Arrays.stream(
                        options.text(SERVICE_PRINCIPAL_NAME, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        String binding = options.text(CHANNEL_BINDING, "auto");
        return switch (binding) {
            case "auto", "off", "required" ->
                new LoginOptions(names, ChannelBinding.valueOf(binding.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException(CHANNEL_BINDING + " is auto, off or required: " + binding);
        };
    }

    /** Returns how much longer than the operation time-out a server may be silent. */
    Duration grace() {
        return readTimeout.minus(operationTimeout);
    }
}
