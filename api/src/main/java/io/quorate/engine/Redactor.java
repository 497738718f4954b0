package io.quorate.engine;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last line of defence for secrets: takes an endpoint's and a command's secrets out of whatever a backend says. Backends redact by knowing where a
 * secret stands; this only catches what slipped through, so texts too short to be told from ordinary words are left alone.
 */
final class Redactor {
    private static final int SHORTEST = 4;
    private static final String HIDDEN = "<hidden>";

    private final List<Secret> secrets;

    Redactor(@Nullable Credentials credentials) {
        this(secretsOf(credentials));
    }

    private Redactor(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** Returns one that knows the secrets of a command, too. */
    Redactor with(Command<?> command) {
        if (!(command instanceof Confidential confidential)) {
            return this;
        }
        List<Secret> all = new ArrayList<>(secrets);
        all.addAll(confidential.secrets());
        return new Redactor(List.copyOf(all));
    }

    private static List<Secret> secretsOf(@Nullable Credentials credentials) {
        if (credentials instanceof Credentials.Basic basic) {
            return List.of(basic.password());
        }
        if (credentials instanceof Credentials.Chap chap) {
            return chap.targetSecret() == null ? List.of(chap.secret()) : List.of(chap.secret(), chap.targetSecret());
        }
        return List.of();
    }

    String clean(String text) {
        String clean = text;
        for (Secret secret : secrets) {
            clean = without(secret, clean);
        }
        return clean;
    }

    private static String without(Secret secret, String text) {
        if (!secret.known()) {
            return text;
        }
        char[] chars = secret.reveal();
        try {
            return chars.length < SHORTEST || chars[0] == '\0' ? text : text.replace(new String(chars), HIDDEN);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    @Nullable
    String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** Returns the order, with the reason of its consent cleaned. */
    <R> Order<R> clean(Order<R> order) {
        Consent consent = order.consent();
        return consent == null ? order : order.with(Consent.to(consent.identity(), clean(consent.reason())));
    }

    /** Returns a tree of maps, lists and values with its texts cleaned. */
    @SuppressWarnings("unchecked") // the copy has the shape of what it is a copy of
    <T> T cleanTree(T tree) {
        if (tree instanceof String text) {
            return (T) clean(text);
        }
        if (tree instanceof List<?> list) {
            return (T) list.stream().map(this::cleanTree).toList();
        }
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, cleanTree(value)));
            return (T) copy;
        }
        return tree;
    }

    List<String> clean(List<String> lines) {
        return lines.stream().map(this::clean).toList();
    }

    /** Returns the fault, or one without the secrets; its causes go when one of them tells it. */
    Fault clean(Fault fault) {
        if (!tells(fault, 0)) {
            return fault;
        }
        Fault clean = fault.as(fault.phase())
                .code(cleanOrNull(fault.code()))
                .hint(cleanOrNull(fault.hint()))
                .cause(null)
                .because(clean(String.valueOf(fault.getMessage())));
        clean.setStackTrace(fault.getStackTrace());
        return clean;
    }

    /** Returns the cause, or nothing when it tells a secret. */
    @Nullable
    Throwable cleanCause(@Nullable Throwable cause) {
        return tells(cause, 0) ? null : cause;
    }

    private boolean tells(@Nullable Throwable thrown, int depth) {
        if (thrown == null) {
            return false;
        }
        if (depth > 20) {
            return true;
        }
        String text = thrown.toString();
        if (!clean(text).equals(text)) {
            return true;
        }
        if (thrown instanceof Fault fault && (differs(fault.code()) || differs(fault.hint()))) {
            return true;
        }
        for (Throwable other : thrown.getSuppressed()) {
            if (tells(other, depth + 1)) {
                return true;
            }
        }
        return tells(thrown.getCause(), depth + 1);
    }

    private boolean differs(@Nullable String text) {
        return text != null && !clean(text).equals(text);
    }
}
