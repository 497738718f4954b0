package io.quorate.engine;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.Fault;
import io.quorate.text.Visible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last line of defence for secrets: takes an endpoint's and a command's secrets out of whatever a backend says. Backends redact by knowing where a
 * secret stands; this only catches what slipped through, in whatever form ({@link SecretForms}), so texts too short to be told from ordinary words
 * are left alone.
 */
final class Redactor {
    private static final int SHORTEST = 4;
    private static final String HIDDEN = "<hidden>";

    private final List<Secret> secrets;

    /** Who logs in with the first secret as HTTP has it, in Base64 with a colon between; null for other ways. */
    private final @Nullable String user;

    Redactor(@Nullable Credentials credentials) {
        this(secretsOf(credentials), credentials instanceof Credentials.Basic basic ? basic.username() : null);
    }

    /** Returns one that knows the secrets of ways to the second hop, too. */
    Redactor with(List<SecondHop> ways) {
        List<Secret> all = new ArrayList<>(secrets);
        for (SecondHop way : ways) {
            if (way instanceof SecondHop.Temporary temporary) {
                all.add(temporary.password());
            } else if (way instanceof SecondHop.CredSsp credSsp) {
                all.add(credSsp.password());
            }
        }
        return new Redactor(List.copyOf(all), user);
    }

    private Redactor(List<Secret> secrets, @Nullable String user) {
        this.secrets = secrets;
        this.user = user;
    }

    /** Returns one that knows the secrets of a command, too. */
    Redactor with(Command<?> command) {
        if (!(command instanceof Confidential confidential)) {
            return this;
        }
        List<Secret> all = new ArrayList<>(secrets);
        all.addAll(confidential.secrets());
        return new Redactor(List.copyOf(all), user);
    }

    private static List<Secret> secretsOf(@Nullable Credentials credentials) {
        if (credentials instanceof Credentials.Basic basic) {
            return List.of(basic.password());
        }
        if (credentials instanceof Credentials.Chap chap) {
            return chap.targetSecret() == null ? List.of(chap.secret()) : List.of(chap.secret(), chap.targetSecret());
        }
        if (credentials instanceof Credentials.Domain domain) {
            return List.of(domain.password());
        }
        if (credentials instanceof Credentials.Ntlm ntlm) {
            return List.of(ntlm.password());
        }
        if (credentials instanceof Credentials.CredSsp credSsp) {
            return List.of(credSsp.password());
        }
        if (credentials instanceof Credentials.Kerberos kerberos
                && kerberos.tickets() instanceof Credentials.Tickets.Password password) {
            return List.of(password.password());
        }
        if (credentials instanceof Credentials.Certificate certificate && certificate.password() != null) {
            return List.of(certificate.password());
        }
        return List.of();
    }

    String clean(String text) {
        if (text.length() < SHORTEST) {
            return text;
        }
        String clean = text;
        for (Secret secret : secrets) {
            clean = without(secret, clean);
        }
        return clean;
    }

    private String without(Secret secret, String text) {
        char[] chars;
        try {
            chars = secret.usable() ? secret.reveal() : new char[0];
        } catch (IllegalStateException wiped) {
            return text;
        }
        String value = new String(chars);
        Arrays.fill(chars, '\0');
        // A short password is no ordinary word any more once it is encoded with the name before it.
        boolean paired = user != null && secrets.get(0) == secret && !value.isEmpty();
        String clean = paired ? SecretForms.encodedOnly(user + ":" + value).hidden(text, HIDDEN) : text;
        return value.length() < SHORTEST ? clean : SecretForms.of(value).hidden(clean, HIDDEN);
    }

    @Nullable
    String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** Returns lines for a person to read: without secrets, each in one visible line. */
    List<String> shown(List<String> lines) {
        return lines.stream().map(line -> Visible.line(clean(line))).toList();
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

    /** Returns the fault, or one without the secrets; nothing below it tells one or forges a line. */
    Fault clean(Fault fault) {
        return Causes.seen(fault, this::clean);
    }

    /** Returns what may be seen of an exception and all below it; nothing when it tells a secret itself. */
    @Nullable
    Throwable cleanCause(@Nullable Throwable cause) {
        return Causes.seen(cause, this::clean);
    }
}
