package io.quorate.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what went by in the log-ins of a lab: tokens of clients, and session keys. */
public final class HeardTokens {
    private final List<byte[]> heard = Collections.synchronizedList(new ArrayList<>());

    private HeardTokens() {}

    /** Listens to a lab that is to be built. */
    public static HeardTokens of(LabBuilder builder) {
        HeardTokens tokens = new HeardTokens();
        builder.logins(logins -> logins.heard = tokens.heard::add);
        return tokens;
    }

    public List<byte[]> all() {
        return List.copyOf(heard);
    }
}
