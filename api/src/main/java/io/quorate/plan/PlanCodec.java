package io.quorate.plan;

import io.quorate.Secret;
import io.quorate.call.Order;
import io.quorate.plan.json.Json;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.tree.At;
import io.quorate.tree.Paper;
import io.quorate.tree.RecordReader;
import io.quorate.tree.RecordWriter;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A plan as a tree, and back: names of commands, and around their arguments what an order has besides. */
final class PlanCodec {
    /** The longest plan on paper. */
    static final int LONGEST = 16 << 20;

    private static final int VERSION = 1;
    private static final int MOST_STEPS = 10_000;
    private static final String ENSURE = "ensure";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<String> PLAN = List.of("quorate", "steps");
    private static final List<String> STEP =
            List.of("endpoint", "operation", "command", "arguments", "mode", "deadline", "consent", "reason");
    private static final Pattern COMMAND = Pattern.compile("([a-z][a-z0-9]*)\\.([A-Z][A-Za-z0-9]*)");
    private static final Pattern CLASS =
            Pattern.compile("io\\.quorate\\.([a-z][a-z0-9]*)\\.command\\.([A-Z][A-Za-z0-9]*)");
    private static final RecordWriter WRITER = new RecordWriter(new OnPaper());

    private PlanCodec() {}

    static String text(Plan plan) {
        List<Object> steps = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
            steps.add(step(step, at(steps.size(), step.order().command().name())));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("quorate", VERSION);
        tree.put("steps", steps);
        String json = withJackson(() -> Json.write(tree));
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the plan is longer than " + LONGEST + " characters on paper; cut it into several");
        }
        return json;
    }

    private static Map<String, Object> step(PlanStep step, At at) {
        Order<?> order = step.order();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("endpoint", order.endpoint());
        tree.put("operation", order.command().name());
        tree.put("command", name(order.command(), at));
        Map<String, Object> arguments = WRITER.write((Record) order.command(), at.name("arguments"));
        Placeholders.refuse(arguments, at.name("arguments"));
        tree.put("arguments", arguments);
        tree.put("mode", ENSURE);
        tree.put("deadline", order.deadline().toString());
        if (step.identity() != null) {
            tree.put("consent", step.identity());
        }
        if (!step.reason().isEmpty()) {
            tree.put("reason", step.reason());
        }
        check(tree, at);
        return tree;
    }

    private static String name(Command<?> command, At at) {
        Matcher name = CLASS.matcher(command.getClass().getName());
        if (!name.matches() || find(name.group(1), name.group(2)) != command.getClass()) {
            throw at.wrong("its command " + command.getClass().getName()
                    + " is not one of Quorate's own, so it cannot be written");
        }
        return name.group(1) + "." + name.group(2);
    }

    /** Refuses what would not come back as it is. */
    private static void check(@Nullable Object tree, At at) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> check(value, at.name(String.valueOf(name))));
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), at.item(i));
            }
        } else if (tree instanceof String text) {
            wellFormed(text, at);
        } else if (!(tree instanceof Boolean
                || tree instanceof Integer
                || tree instanceof Long
                || tree instanceof BigInteger)) {
            throw at.wrong("it cannot be written: " + tree);
        }
    }

    private static void wellFormed(String text, At at) {
        boolean lone = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (lone) {
            throw at.wrong("half of a character (a lone surrogate) stands in it");
        }
    }

    static Plan parse(String json) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException("no plan: it is longer than " + LONGEST + " characters");
        }
        String text = json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json;
        Object tree;
        try {
            tree = withJackson(() -> Json.read(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no plan: " + e.getMessage(), e);
        }
        At start = At.start("the plan");
        Map<?, ?> plan = RecordReader.map(tree, start);
        // A plan of a later version may have other names, so the version comes first.
        if (!BigInteger.valueOf(VERSION).equals(plan.get("quorate"))) {
            throw start.name("quorate")
                    .wrong(
                            plan.get("quorate") instanceof BigInteger version
                                    ? "this is version " + version + "; version " + VERSION + " is read here"
                                    : "the version, the number " + VERSION
                                            + ", is missing, so this is no plan of Quorate");
        }
        RecordReader.names(plan, PLAN, start);
        if (!(need(plan, "steps", start) instanceof List<?> items)) {
            throw start.name("steps").wrong("a list is wanted");
        }
        if (items.size() > MOST_STEPS) {
            throw start.name("steps").wrong("a plan has at most " + MOST_STEPS + " steps, not " + items.size());
        }
        List<PlanStep> steps = new ArrayList<>();
        for (Object item : items) {
            steps.add(step(item, steps.size()));
        }
        return new Plan(steps);
    }

    private static PlanStep step(Object tree, int index) {
        At unnamed = At.start("step " + (index + 1));
        Map<?, ?> step = RecordReader.map(tree, unnamed);
        RecordReader.names(step, STEP, unnamed);
        String operation = needText(step, "operation", unnamed);
        At at = at(index, operation);
        String endpoint = needText(step, "endpoint", at);
        if (endpoint.isBlank()) {
            throw at.name("endpoint").wrong("an endpoint has a name");
        }
        Command<?> command = command(step, operation, at);
        if (!needText(step, "mode", at).equals(ENSURE)) {
            throw at.name("mode").wrong("a plan holds nothing but what is satisfied when it is so already: " + ENSURE);
        }
        Duration deadline = RecordReader.duration(needText(step, "deadline", at), at.name("deadline"));
        if (deadline.isNegative()) {
            throw at.name("deadline").wrong("a deadline cannot lie in the past: " + deadline);
        }
        consent(step, command, at);
        String reason = step.containsKey("reason") ? needText(step, "reason", at) : "";
        check(step, at);
        return new PlanStep(Order.ensure(endpoint, command).within(deadline), reason);
    }

    private static Command<?> command(Map<?, ?> step, String operation, At at) {
        String name = needText(step, "command", at);
        Matcher parts = COMMAND.matcher(name);
        Class<?> type = parts.matches() ? find(parts.group(1), parts.group(2)) : null;
        if (type == null) {
            throw at.name("command").wrong("there is no command " + name);
        }
        Command<?> command = (Command<?>) RecordReader.read(type, need(step, "arguments", at), at.name("arguments"));
        if (command.safety() == Safety.READ) {
            throw at.name("command").wrong(name + " changes nothing, so it is no step of a plan");
        }
        if (!command.name().equals(operation)) {
            throw at.name("operation").wrong(name + " with these arguments is " + command.name());
        }
        return command;
    }

    /** Finds a command by its subject and its class; null if there is none. Nothing else is ever loaded. */
    private static @Nullable Class<?> find(String subject, String simpleName) {
        try {
            Class<?> type = Class.forName(
                    "io.quorate." + subject + ".command." + simpleName, false, PlanCodec.class.getClassLoader());
            boolean command =
                    type.isRecord() && Command.class.isAssignableFrom(type) && Modifier.isPublic(type.getModifiers());
            return command ? type : null;
        } catch (ClassNotFoundException | LinkageError e) {
            // LinkageError: on a file system that ignores case, a class of another name is found.
            return null;
        }
    }

    private static void consent(Map<?, ?> step, Command<?> command, At at) {
        String wanted = command instanceof Destructive destructive ? destructive.identity() : null;
        if (wanted == null && step.containsKey("consent")) {
            throw at.name("consent").wrong(command.name() + " needs none");
        }
        if (wanted != null && !needText(step, "consent", at).equals(wanted)) {
            throw at.name("consent").wrong("with these arguments the consent must name " + wanted);
        }
    }

    private static Object need(Map<?, ?> map, String name, At at) {
        Object value = map.get(name);
        if (value == null) {
            throw at.wrong("'" + name + "' is missing");
        }
        return value;
    }

    private static String needText(Map<?, ?> map, String name, At at) {
        return RecordReader.text(need(map, name, at), at.name(name));
    }

    /** Returns the place of a step; the first has index 0. */
    static At at(int index, String operation) {
        return At.start("step " + (index + 1) + " (" + operation + ")");
    }

    private static <T> T withJackson(Supplier<T> work) {
        try {
            return work.get();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "plans on paper need Jackson core: add tools.jackson.core:jackson-core 3 to the class path, or "
                            + "its module tools.jackson.core to the module graph",
                    e);
        }
    }

    /** What comes back as it was written. */
    private static final class OnPaper implements Paper {
        @Override
        public Object secret(Secret secret, At at) {
            return RecordReader.reference(secret.name()
                    .orElseThrow(() -> at.wrong("a secret without a name cannot be written; "
                            + "make it with Secret.named(name, value), and the plan holds the name")));
        }

        @Override
        public Object bytes(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }

        @Override
        public Object other(Object value, At at) {
            if (!RecordReader.readsBack(value.getClass())) {
                throw at.wrong("a " + value.getClass().getName() + " cannot be written");
            }
            return value.toString();
        }
    }
}
