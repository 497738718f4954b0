package io.quorate.lab.winrm;

import org.jspecify.annotations.Nullable;

/** A request is answered with a fault. */
final class WsmanFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final FaultKind kind;
    private final long code;
    private final @Nullable String english;
    private final @Nullable String german;
    private final @Nullable String provider;
    private final String argument;

    private WsmanFault(
            FaultKind kind,
            @Nullable String english,
            @Nullable String german,
            @Nullable String provider,
            String argument) {
        this(kind, kind.code(), english, german, provider, argument);
    }

    private WsmanFault(
            FaultKind kind,
            long code,
            @Nullable String english,
            @Nullable String german,
            @Nullable String provider,
            String argument) {
        super(kind.name());
        this.kind = kind;
        this.code = code;
        this.english = english;
        this.german = german;
        this.provider = provider;
        this.argument = argument;
    }

    /** Makes a fault with the kind's own text. */
    static WsmanFault of(FaultKind kind) {
        return new WsmanFault(kind, null, null, null, "");
    }

    /** Makes a fault whose kind's text names a number. */
    static WsmanFault of(FaultKind kind, int number) {
        return new WsmanFault(kind, null, null, null, Integer.toString(number));
    }

    /** Makes a fault whose detail says more than its reason. */
    static WsmanFault of(FaultKind kind, String english, String german) {
        return new WsmanFault(kind, english, german, null, "");
    }

    /** Makes a fault with a code of whatever meaning. */
    static WsmanFault of(long code) {
        return new WsmanFault(FaultKind.ABORTED, code, null, null, null, "");
    }

    /** Makes the answer of a disconnected shell: HTTP 400 without SOAP. */
    static WsmanFault badRequest() {
        return new WsmanFault(FaultKind.INVALID_PARAMETER, null, null, "", "http 400");
    }

    boolean isBadRequest() {
        return argument.equals("http 400");
    }

    /** Returns this fault as a provider's. */
    WsmanFault from(String providerName) {
        return new WsmanFault(kind, code, english, german, providerName, argument);
    }

    long code() {
        return code;
    }

    FaultKind kind() {
        return kind;
    }

    @Nullable
    String provider() {
        return provider;
    }

    /** Returns the text of the reason. */
    String reason(String locale) {
        return kind.text(locale).replace("%s", argument);
    }

    /** Returns the text of the detail. */
    String message(String locale) {
        String own = locale.startsWith("de") ? german : english;
        return own == null ? reason(locale) : own;
    }
}
