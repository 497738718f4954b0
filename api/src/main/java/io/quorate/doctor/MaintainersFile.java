package io.quorate.doctor;

import io.quorate.doctor.Told.Untold;
import io.quorate.doctor.UnseenAnswers.Answer;
import io.quorate.doctor.UnseenAnswers.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that a user can send: JSON of what was found and what hosts answered to the questions nobody here has seen answered. Only what is
 * known to belong to nobody goes in as it is: words of this project, numbers that are small, versions, codes, names of .NET types and
 * their members. All else is {@linkplain Disguise replaced}, and free text is left out.
 */
final class MaintainersFile {
    /** Values whose text says nothing of an estate. */
    private static final Set<String> PLAIN = Set.of("B", "I16", "U16", "I32", "By", "SB", "C", "Nil");

    private static final Set<String> WIDE = Set.of("U32", "I64", "U64", "Db", "Sg", "D");
    private static final Set<String> WORDS =
            Set.of("FullLanguage", "NoLanguage", "ConstrainedLanguage", "RestrictedLanguage");
    private static final Set<String> POLICIES =
            Set.of("Restricted", "RemoteSigned", "AllSigned", "Unrestricted", "Bypass", "Undefined", "Default");
    private static final Set<String> SCHEMES = Set.of("Negotiate", "Kerberos", "CredSSP", "Basic", "NTLM", "Digest");
    private static final int MOST_DIGITS = 6;

    private final DoctorReport report;
    private final Disguise disguise = new Disguise();
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean first = true;

    MaintainersFile(DoctorReport report) {
        this.report = report;
    }

    String text() {
        open("", '{');
        field("format", "quorate-doctor-1");
        field(
                "note",
                "names, addresses and ids of the estate are replaced, the same by the same; free texts are left out; see \"unseen\""
                        + " for what a recorded conversation can be made from");
        open("hosts", '[');
        report.hosts().forEach(this::host);
        close(']');
        close('}');
        return out.append('\n').toString();
    }

    private void host(HostReport host) {
        open("", '{');
        field("endpoint", disguise.text(host.endpoint()));
        field("host", disguise.text(host.host()));
        field("kind", host.kind().name());
        told("entrance", host.entrance());
        Entrance entrance = host.entrance().orNull();
        if (entrance != null) {
            field("tls", String.valueOf(entrance.secure()));
            field("trusted", String.valueOf(entrance.untrusted() == null));
            words("offered", entrance.offered(), SCHEMES);
        }
        told("session", host.session());
        SessionPicture session = host.session().orNull();
        if (session != null) {
            session(session);
        }
        AppliancePicture appliance = host.appliance().orNull();
        if (appliance != null) {
            field("version", disguise.version(appliance.appliance().version()));
        }
        if (host.kind() == HostReport.Kind.WINDOWS) {
            open("nouns", '{');
            host.nouns().forEach(noun -> field(noun.noun(), noun.works().name()));
            close('}');
            told("unseenAsked", host.unseen());
            UnseenAnswers unseen = host.unseen().orNull();
            open("unseen", '[');
            if (unseen != null) {
                unseen.answers().forEach(this::answer);
            }
            close(']');
        }
        open("findings", '[');
        host.findings().forEach(finding -> {
            open("", '{');
            field("severity", finding.severity().name());
            field("code", finding.code().name());
            close('}');
        });
        close(']');
        close('}');
    }

    private void session(SessionPicture seen) {
        field("login", word(seen.login().replaceFirst("[ ,:;].*", ""), SCHEMES));
        value("powerShell", seen.powerShell(), disguise::version);
        value("protocol", seen.protocol(), disguise::version);
        value("language", seen.language(), word -> word(word, WORDS));
        value("policy", seen.policy(), policy -> word(policy.policy(), POLICIES) + " by " + policy.source());
        value("windows", seen.system(), system -> disguise.version(system.version()));
        value("fullRights", seen.administrator(), String::valueOf);
        value("clusterNode", seen.cluster(), name -> String.valueOf(!name.isEmpty()));
        value("clock", seen.clock(), skew -> skew.ahead() + " within " + skew.within());
        value("roundTrip", seen.roundTrip(), String::valueOf);
        value("credSsp", seen.hop(), hop -> String.valueOf(hop.credSsp().orNull()));
        value(
                "runAsConfigurations",
                seen.hop(),
                hop -> String.valueOf(hop.runAs().values().stream()
                        .filter(account -> !account.isEmpty())
                        .count()));
        map("modules", seen.modules(), NounNeeds.modules());
        Map<String, Long> quotas = seen.quotas().orNull();
        if (quotas != null) {
            open("quotas", '{');
            quotas.forEach((name, most) -> field(disguise.member(name), String.valueOf(most)));
            close('}');
        }
    }

    private void map(String name, Told<Map<String, String>> told, Set<String> known) {
        Map<String, String> all = told.orNull();
        if (all == null) {
            told(name, told);
            return;
        }
        open(name, '{');
        all.forEach((key, text) -> {
            if (known.contains(key)) {
                field(key, disguise.version(text));
            }
        });
        close('}');
    }

    private void answer(Answer answer) {
        open("", '{');
        field("question", answer.question());
        field("asked", answer.asked());
        field("outcome", answer.outcome());
        open("objects", '[');
        answer.objects().forEach(shape -> shape(shape, ""));
        close(']');
        close('}');
    }

    private void shape(Shape shape, String ofEnum) {
        open("", '{');
        if (!shape.name().isEmpty()) {
            field("name", disguise.member(shape.name()));
        }
        field("type", shape.type().matches("[A-Za-z0-9]{1,8}") ? shape.type() : "?");
        boolean enumeration = shape.types().contains("System.Enum");
        if (!shape.types().isEmpty()) {
            open("types", '[');
            shape.types().forEach(type -> item(disguise.type(type)));
            close(']');
        }
        if (!shape.text().isEmpty()) {
            field("text", text(shape, enumeration));
        }
        if (!shape.parts().isEmpty()) {
            open("parts", '[');
            shape.parts().forEach(part -> shape(part, ofEnum));
            close(']');
        }
        close('}');
    }

    private String text(Shape shape, boolean enumeration) {
        String text = shape.text();
        if (enumeration && text.matches("[A-Za-z, ]{1,80}") || PLAIN.contains(shape.type())) {
            return text;
        }
        if (WIDE.contains(shape.type())) {
            return text.length() <= MOST_DIGITS ? text : "1" + "0".repeat(MOST_DIGITS);
        }
        return switch (shape.type()) {
            case "Version" -> disguise.version(text);
            case "DT" -> "2000-01-01T00:00:00";
            case "TS" -> "PT1S";
            case "SS", "BA", "SBK", "XD" -> "left-out";
            default -> isOurs(shape.name(), text) ? text : disguise.text(text);
        };
    }

    /** What errors are told by holds no names: codes and identifiers as code spells them. */
    private static boolean isOurs(String name, String text) {
        return name.equals("code") && text.matches("0x[0-9A-F]{8}")
                || name.equals("errorId")
                        && text.matches("[A-Za-z_-]{3,60}(,[A-Za-z_.-]{3,90})?|HRESULT 0x[0-9A-Fa-f]{8}");
    }

    private static String word(String word, Set<String> known) {
        return known.contains(word) ? word : "other";
    }

    private void words(String name, List<String> words, Set<String> known) {
        open(name, '[');
        words.forEach(word -> item(word(word, known)));
        close(']');
    }

    private <T> void value(String name, Told<T> told, java.util.function.Function<T, String> how) {
        T value = told.orNull();
        if (value == null) {
            told(name, told);
        } else {
            field(name, how.apply(value));
        }
    }

    /** Tells why there is no answer: its kind and its code, if that is one. */
    private void told(String name, Told<?> told) {
        if (told instanceof Untold<?> untold) {
            String code = untold.code();
            field(name + "Untold", untold.cause().name() + (isCode(code) ? " " + code : ""));
        }
    }

    private static boolean isCode(@Nullable String code) {
        return code != null && code.matches("(HTTP )?(0x[0-9A-F]{8}|[0-9]{1,10})");
    }

    private void open(String name, char bracket) {
        next(name);
        out.append(bracket);
        depth++;
        first = true;
    }

    private void close(char bracket) {
        depth--;
        if (!first) {
            line();
        }
        out.append(bracket);
        first = false;
    }

    private void next(String name) {
        if (depth > 0) {
            out.append(first ? "" : ",");
            line();
        }
        first = false;
        if (!name.isEmpty()) {
            quoted(name);
            out.append(": ");
        }
    }

    private void line() {
        out.append('\n').append("  ".repeat(depth));
    }

    private void field(String name, String value) {
        next(name);
        quoted(value);
    }

    private void item(String value) {
        next("");
        quoted(value);
    }

    private void quoted(String text) {
        out.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
