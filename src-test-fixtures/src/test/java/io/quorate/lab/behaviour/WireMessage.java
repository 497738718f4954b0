package io.quorate.lab.behaviour;

import io.quorate.Secret;
import io.quorate.lab.HeardLab;
import io.quorate.lab.http.HttpRequest;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.Step;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.recipe.PipelineStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is explained and what came in, in one form that can be compared: every value where it stands, secrets as they are.
 *
 * @param parts what it consists of
 * @param conditional whether it is sent only if need be
 */
record WireMessage(List<Part> parts, boolean conditional) {
    private static final String SESSION = "session configuration";
    private static final String USUAL = "the usual one";
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Begins what only an earlier answer decides on. */
    private static final Pattern CONDITION = Pattern.compile("if .*?: (?<line>(POST|PUT|DELETE) /\\S+)( (?<body>.*))?");

    /** What stands for a value in a body that only an earlier answer tells. */
    private static final Pattern OPEN = Pattern.compile("\"\\(.*\\)\"");

    /** What reads although its verb does not say so: a session's variable, and asking portals for their targets. */
    private static final Set<String> HARMLESS = Set.of("Set-Variable", "Update-IscsiTargetPortal");

    /** Begins a statement that changes an instance of SQL Server. */
    private static final Pattern SQL = Pattern.compile("(CREATE|ALTER|DROP|GRANT|DENY|REVOKE|BACKUP|RESTORE|EXECUTE) ");

    /** Stands for a secret in a statement that is explained. */
    private static final Pattern HIDDEN = Pattern.compile("<hidden>");

    /** The SCSI commands that change something, in the words of an explanation and as the lab calls them. */
    private static final Map<String, String> SCSI = Map.of(
            "WRITE", "WRITE",
            "SYNCHRONIZE CACHE", "SYNCHRONIZE_CACHE",
            "REGISTER", "REGISTER",
            "RESERVE ", "RESERVE",
            "PREEMPT", "PREEMPT",
            "RELEASE", "RELEASE");

    /**
     * A value and where it stands.
     *
     * @param open whether it stands for one that only an earlier answer tells
     */
    record Part(String place, String value, boolean open) {}

    private static WireMessage of(String text) {
        return new WireMessage(List.of(new Part("", text, false)), false);
    }

    /** Tells whether a placeholder is in it. */
    boolean isOpen() {
        return parts.stream().anyMatch(Part::open);
    }

    /** Puts what came in where only a placeholder stands. */
    WireMessage filled(@Nullable WireMessage came) {
        List<Part> filled = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Part real = came != null && i < came.parts.size() ? came.parts.get(i) : null;
            filled.add(part.open && real != null && real.place.equals(part.place) ? real : part);
        }
        return new WireMessage(filled, false);
    }

    // what is explained

    /** Reads what a backend explains of a command, whose secrets stand where its explanation hides them. */
    static List<WireMessage> explained(List<Step> steps, Command<?> command) {
        List<WireMessage> explained = new ArrayList<>();
        Deque<Secret> secrets =
                new ArrayDeque<>(command instanceof Confidential confidential ? confidential.secrets() : List.of());
        Set<String> scsiCommands = new TreeSet<>();
        for (Step step : steps) {
            Matcher condition = CONDITION.matcher(step.text());
            if (step instanceof PipelineStep pipeline) {
                explained.add(of(pipeline.pipeline(), pipeline.configuration()));
            } else if (step instanceof NefRequest request) {
                explained.add(of(
                        request.method() + " " + request.target(),
                        request.body() == null ? null : JSON.writeValueAsString(revealed(request.body()))));
            } else if (condition.matches()) {
                explained.add(new WireMessage(of(condition.group("line"), condition.group("body")).parts, true));
            } else if (SQL.matcher(step.text()).lookingAt()) {
                explained.add(of(HIDDEN.matcher(step.text())
                        .replaceAll(hidden -> Matcher.quoteReplacement(
                                new String(secrets.remove().reveal()).replace("'", "''")))));
            } else if (step.text().startsWith("LUN ")) {
                SCSI.entrySet().stream()
                        .filter(word -> step.text().contains(word.getKey()))
                        .map(Map.Entry::getValue)
                        .forEach(scsiCommands::add);
            }
        }
        scsiCommands.forEach(scsi -> explained.add(of(scsi)));
        return explained;
    }

    private static Object revealed(Object value) {
        if (value instanceof Secret secret) {
            return new String(secret.reveal());
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((name, one) -> plain.put(name, revealed(one)));
            return plain;
        }
        return value instanceof List<?> list
                ? list.stream().map(WireMessage::revealed).toList()
                : value;
    }

    // what came in

    /**
     * Reads what of that which came in changes something; of SCSI commands, which there are. What a host refused to its usual session and
     * was told again by the delegated one counts once.
     */
    static List<WireMessage> changing(List<HeardLab.Heard> heard) {
        List<WireMessage> changing = new ArrayList<>();
        Set<String> scsiCommands = new TreeSet<>();
        for (HeardLab.Heard one : heard) {
            if (one instanceof HeardLab.Pipeline pipeline && changes(pipeline.pipeline())) {
                WireMessage message = of(pipeline.pipeline(), pipeline.configuration());
                if (changing.isEmpty() || !message.repeats(changing.get(changing.size() - 1))) {
                    changing.add(message);
                }
            } else if (one instanceof HeardLab.Management management && changes(management.request())) {
                byte[] body = management.request().body();
                changing.add(of(
                        management.request().method() + " "
                                + management.request().target(),
                        body.length == 0 ? null : new String(body, StandardCharsets.UTF_8)));
            } else if (one instanceof HeardLab.Sql sql
                    && SQL.matcher(sql.batch()).lookingAt()) {
                changing.add(of(sql.batch()));
            } else if (one instanceof HeardLab.Scsi scsi) {
                SCSI.values().stream().filter(scsi.command()::startsWith).forEach(scsiCommands::add);
            }
        }
        scsiCommands.forEach(command -> changing.add(of(command)));
        return changing;
    }

    private boolean repeats(WireMessage before) {
        return before.parts.get(0).equals(new Part(SESSION, USUAL, false))
                && !parts.get(0).equals(before.parts.get(0))
                && parts.subList(1, parts.size()).equals(before.parts.subList(1, before.parts.size()));
    }

    private static boolean changes(HttpRequest request) {
        return !request.method().equals("GET") && !request.path().startsWith("/auth/");
    }

    private static boolean changes(PsPipeline pipeline) {
        return pipeline.statements().stream()
                .flatMap(List::stream)
                .map(PsCommand::name)
                .map(name -> name.substring(name.indexOf('\\') + 1))
                .anyMatch(name ->
                        !name.matches("(Get|Test|Measure|Resolve|Select|Where)-.*") && !HARMLESS.contains(name));
    }

    // one form

    private static WireMessage of(String line, @Nullable String body) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(line, "", false));
        if (body != null) {
            JSON.readTree(body)
                    .properties()
                    .forEach(property -> parts.add(new Part(
                            property.getKey(),
                            property.getValue().toString(),
                            OPEN.matcher(property.getValue().toString()).matches())));
        }
        return new WireMessage(parts, false);
    }

    private static WireMessage of(PsPipeline pipeline, @Nullable String configuration) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(SESSION, configuration == null ? USUAL : configuration, false));
        for (int i = 0; i < pipeline.statements().size(); i++) {
            for (PsCommand command : pipeline.statements().get(i)) {
                parts.add(new Part(i + " " + command.name(), "", false));
                for (PsParameter parameter : command.parameters()) {
                    parts.add(new Part(
                            i + " " + command.name() + " -" + parameter.name(),
                            Clixml.write(parameter.value(), SecureCodec.plain()),
                            parameter.value().equals(PipelineStep.PLACEHOLDER)));
                }
            }
        }
        return new WireMessage(parts, false);
    }
}
