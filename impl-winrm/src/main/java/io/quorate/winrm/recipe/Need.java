package io.quorate.winrm.recipe;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message asks of a session beyond the cmdlets that do the work. Read off the message itself, so that nothing says it twice: an
 * ordinary session gives all of it, a restricted one what its role shows.
 */
public enum Need {
    /** Properties are chosen at the end of a statement: where the session lacks it, we choose on our side. */
    PROJECTION("choosing properties"),
    /** An object's property is taken instead of it, or properties are chosen in the middle: on our side that would be too late. */
    EXPANSION("taking a property out of an object"),
    /** Objects are filtered by a property. */
    FILTER("filtering"),
    /** Live objects are kept between statements. */
    VARIABLES("keeping objects between statements"),
    /** A member of a live object is called, to set a property for example; a constrained session refuses it, too. */
    SETTER("setting a property of a live object");

    /**
     * Properties whose own properties are read: an object that comes without being projected brings their text alone, so that choosing them on
     * our side would be too late.
     */
    private static final Set<String> DEEP = Set.of("VlanSetting", "TestVirtualMachine");

    private final String words;

    Need(String words) {
        this.words = words;
    }

    /** Returns what it is, for messages. */
    public String words() {
        return words;
    }

    /** Returns what a message needs. */
    public static Set<Need> of(PsPipeline message) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        for (List<PsCommand> statement : message.statements()) {
            for (int i = 0; i < statement.size(); i++) {
                Need need = of(statement.get(i), i == statement.size() - 1);
                if (need != null) {
                    needs.add(need);
                }
            }
        }
        return needs;
    }

    /** Returns what a call needs; null if it is one of the cmdlets that do the work. */
    public static @Nullable Need of(PsCommand command, boolean last) {
        String name = command.name();
        if (is(name, Cmdlet.SELECT_OBJECT)) {
            return last && !has(command, "ExpandProperty") && !isDeep(command) ? PROJECTION : EXPANSION;
        }
        if (is(name, Cmdlet.WHERE_OBJECT)) {
            return FILTER;
        }
        if (is(name, Cmdlet.SET_VARIABLE) || is(name, Cmdlet.GET_VARIABLE)) {
            return VARIABLES;
        }
        return is(name, Cmdlet.FOR_EACH_OBJECT) ? SETTER : null;
    }

    private static boolean isDeep(PsCommand select) {
        return select.parameters().stream()
                .map(parameter -> parameter.value() instanceof PsObject object ? object.items() : null)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(PsValue::primitive)
                .anyMatch(text -> text != null && DEEP.contains(String.valueOf(text.value())));
    }

    private static boolean is(String name, Cmdlet cmdlet) {
        return name.equals(cmdlet.qualifiedName());
    }

    private static boolean has(PsCommand command, String parameter) {
        return command.parameters().stream().map(PsParameter::name).anyMatch(parameter::equals);
    }

    /**
     * Returns how many of a statement's commands a session must run that neither chooses properties nor filters: what is left at its end is
     * done on our side. What a message keeps in variables is good for that message alone, so such a message is never cut.
     */
    public static int least(List<PsCommand> statement, Set<Need> ofMessage) {
        int end = statement.size();
        while (!ofMessage.contains(VARIABLES) && end > 1 && isOurs(statement.get(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isOurs(PsCommand command) {
        Need need = of(command, true);
        return need == PROJECTION || need == FILTER && isPlain(command);
    }

    /** Text, a truth value and a whole number equal each other here as they do there. */
    private static boolean isPlain(PsCommand where) {
        return where.parameters().stream()
                .filter(parameter -> "Value".equals(parameter.name()))
                .map(parameter -> parameter.value().primitive())
                .anyMatch(value -> value != null
                        && (value.value() instanceof String
                                || value.value() instanceof Boolean
                                || value.value() instanceof Integer
                                || value.value() instanceof Long));
    }
}
