package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ForEach-Object -MemberName: reads a property, or calls a method: {@code get_X} and {@code set_X} of live objects, and the few of
 * String that recordings use. With {@code -WhatIf} it does neither, and tells what it would do to a host that nobody has.
 */
final class ForEachObject extends Stage {
    @Override
    void process(Bound args) {
        String member = args.text("MemberName");
        Object input = args.get("InputObject");
        if (member == null || !fed()) {
            return;
        }
        if (input == null) {
            error("InputObjectIsNull", "InvalidOperation", null, "The input object is null.");
            return;
        }
        boolean call = args.has("ArgumentList");
        if (forbidden(input, member)) {
            writeError(new LabError(
                    "MethodInvocationNotSupportedInConstrainedLanguage",
                    "InvalidOperation",
                    input,
                    List.of(new LabError.NetException(
                            "System.Management.Automation.PSInvalidOperationException",
                            "Cannot invoke method. Method invocation is supported only on core types in this language mode.",
                            0x80131509,
                            null))));
            return;
        }
        if (Wildcards.has(member)) {
            List<String> names = Members.names(input, member);
            if (names.size() > 1) {
                error(
                        "AmbiguousPropertyOrMethodName",
                        "InvalidArgument",
                        input,
                        "Input name \"" + member + "\" is ambiguous. It can be resolved to multiple matched members.");
                return;
            }
            member = names.isEmpty() ? member : names.get(0);
        }
        if (!call && NetValue.hasProperty(input, member)) {
            done(NetValue.property(input, member));
            return;
        }
        if (!invoke(input, member, Values.items(args.get("ArgumentList")), call) && call) {
            error(
                    "MethodNotFound",
                    "InvalidArgument",
                    input,
                    "Method invocation failed because [" + NetValue.typeName(input)
                            + "] does not contain a method named '" + member + "'.");
        } else if (!call && !known(input, member)) {
            done(null);
        }
    }

    /** A session with a constrained language calls methods of core types alone; a property is read as ever. */
    private boolean forbidden(Object input, String member) {
        return shell().language() == LanguageMode.CONSTRAINED
                && input instanceof LiveObject live
                && !Projection.is(live)
                && !NetValue.hasProperty(input, member);
    }

    /** Writes what a member gave, if it was asked at all. */
    private void done(@Nullable Object value) {
        if (!whatIf()) {
            write(value);
        }
    }

    private static boolean known(Object input, String member) {
        return member.toLowerCase(Locale.ROOT).startsWith("get_") || text(input, member, List.of()) != null;
    }

    private boolean invoke(Object input, String member, List<@Nullable Object> arguments, boolean call) {
        String lower = member.toLowerCase(Locale.ROOT);
        if (input instanceof LiveObject live && !Projection.is(live)) {
            if (lower.startsWith("get_") && arguments.isEmpty() && NetValue.hasProperty(live, member.substring(4))) {
                done(NetValue.property(live, member.substring(4)));
                return true;
            }
            if (shell().language() == LanguageMode.CONSTRAINED && isMethod(live, member)) {
                error(
                        "MethodInvocationNotSupportedInConstrainedLanguage",
                        "InvalidOperation",
                        null,
                        "Cannot invoke method. Method invocation is supported only on core types in this language mode.");
                return true;
            }
            Consumer<List<@Nullable Object>> method = call ? method(live, member) : null;
            if (method != null) {
                if (!whatIf()) {
                    method.accept(arguments);
                }
                return true;
            }
            Consumer<@Nullable Object> setter = lower.startsWith("set_") ? setter(live, member.substring(4)) : null;
            if (setter != null && call) {
                set(live, member, setter, arguments);
                return true;
            }
            if (setter != null) {
                done(live.text());
                return true;
            }
        }
        Object result = text(input, member, arguments);
        if (result != null) {
            done(result);
        }
        return result != null;
    }

    private static @Nullable Consumer<List<@Nullable Object>> method(LiveObject live, String name) {
        return live.methods().entrySet().stream()
                .filter(one -> one.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isMethod(LiveObject live, String member) {
        return method(live, member) != null
                || member.regionMatches(true, 0, "set_", 0, 4) && setter(live, member.substring(4)) != null;
    }

    private static @Nullable Consumer<@Nullable Object> setter(LiveObject live, String name) {
        for (Map.Entry<String, Consumer<@Nullable Object>> e : live.setters().entrySet()) {
            if (e.getKey().equalsIgnoreCase(name)) {
                return e.getValue();
            }
        }
        return null;
    }

    private void set(
            LiveObject live, String member, Consumer<@Nullable Object> setter, List<@Nullable Object> arguments) {
        if (arguments.size() != 1) {
            error(
                    "MethodInvocationError",
                    "InvalidOperation",
                    live,
                    "Cannot find an overload for \"" + member + "\" and the argument count: \"" + arguments.size()
                            + "\".");
            return;
        }
        if (whatIf()) {
            return;
        }
        try {
            setter.accept(NetValue.base(arguments.get(0)));
        } catch (LabError e) {
            List<LabError.NetException> chain = new ArrayList<>();
            chain.add(new LabError.NetException(
                    "System.Management.Automation.MethodInvocationException",
                    "Exception calling \"" + member + "\" with \"1\" argument(s): \"" + e.getMessage() + "\"",
                    0x80131501,
                    null));
            chain.addAll(e.exceptions());
            writeError(new LabError("MethodInvocationError", "InvalidOperation", live, chain));
        }
    }

    private static @Nullable Object text(Object input, String member, List<@Nullable Object> arguments) {
        if (member.equalsIgnoreCase("ToString") && arguments.isEmpty()) {
            return PsValue.string(NetValue.text(input));
        }
        PsPrimitive p = NetValue.primitive(input);
        if (p == null || p.type() != PsType.STRING) {
            return null;
        }
        String s = (String) p.value();
        Long number = arguments.isEmpty() ? null : Values.number(arguments.get(0));
        return switch (member.toLowerCase(Locale.ROOT) + '/' + arguments.size()) {
            case "toupper/0", "toupperinvariant/0" -> PsValue.string(s.toUpperCase(Locale.ROOT));
            case "tolower/0", "tolowerinvariant/0" -> PsValue.string(s.toLowerCase(Locale.ROOT));
            case "trim/0" -> PsValue.string(s.strip());
            case "padleft/1" ->
                number == null ? null : PsValue.string(" ".repeat((int) Math.max(0, number - s.length())) + s);
            case "padright/1" ->
                number == null ? null : PsValue.string(s + " ".repeat((int) Math.max(0, number - s.length())));
            case "replace/2" ->
                PsValue.string(s.replace(NetValue.text(arguments.get(0)), NetValue.text(arguments.get(1))));
            default -> null;
        };
    }

    private void error(String id, String category, @Nullable Object target, String message) {
        writeError(new LabError(
                id,
                category,
                target,
                List.of(new LabError.NetException(
                        "System.Management.Automation.PSArgumentException", message, 0x80070057, null))));
    }
}
