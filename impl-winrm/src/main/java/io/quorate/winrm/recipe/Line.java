package io.quorate.winrm.recipe;

import io.quorate.Secret;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsCredential;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** One call of a {@link Cmdlet}, built parameter by parameter. Immutable. */
public final class Line {
    private final Cmdlet cmdlet;
    private final PsCommand command;

    Line(Cmdlet cmdlet, PsCommand command) {
        this.cmdlet = cmdlet;
        this.command = command;
    }

    /** Adds a text. */
    public Line with(String parameter, String value) {
        return with(parameter, PsValue.string(value));
    }

    /** Adds a list of texts. */
    public Line with(String parameter, List<String> values) {
        check(parameter);
        return new Line(cmdlet, command.with(parameter, values));
    }

    /** Adds a truth value, for a parameter that is no switch. */
    public Line with(String parameter, boolean value) {
        return with(parameter, PsValue.bool(value));
    }

    /** Adds a number. */
    public Line with(String parameter, int value) {
        return with(parameter, PsValue.int32(value));
    }

    /** Adds a GUID. */
    public Line with(String parameter, UUID value) {
        return with(parameter, new PsPrimitive(PsType.GUID, value));
    }

    /** Adds a span of time. */
    public Line with(String parameter, Duration value) {
        return with(parameter, new PsPrimitive(PsType.TIME_SPAN, value));
    }

    /** Adds a signed 64-bit number. */
    public Line withInt64(String parameter, long value) {
        return with(parameter, PsValue.int64(value));
    }

    /** Adds an unsigned 32-bit number. */
    public Line withUint32(String parameter, long value) {
        return with(parameter, new PsPrimitive(PsType.UINT32, value));
    }

    /** Adds an unsigned 64-bit number. */
    public Line withUint64(String parameter, long value) {
        return with(parameter, new PsPrimitive(PsType.UINT64, BigInteger.valueOf(value)));
    }

    /** Adds a hash table with one entry, whose value is an unsigned 32-bit number. */
    public Line withUint32Under(String parameter, String key, long value) {
        return with(
                parameter,
                PsObject.of("System.Collections.Hashtable", "System.Object")
                        .content(new PsDictionary(List.of(
                                new PsDictionary.Entry(PsValue.string(key), new PsPrimitive(PsType.UINT32, value))))));
    }

    /** Adds a hash table with one entry, whose value is a text. */
    public Line withUnder(String parameter, String key, String value) {
        return with(
                parameter,
                PsObject.of("System.Collections.Hashtable", "System.Object")
                        .content(new PsDictionary(
                                List.of(new PsDictionary.Entry(PsValue.string(key), PsValue.string(value))))));
    }

    /** Adds a hash table with one entry, whose value is a number. */
    public Line withInt32Under(String parameter, String key, int value) {
        return with(
                parameter,
                PsObject.of("System.Collections.Hashtable", "System.Object")
                        .content(new PsDictionary(
                                List.of(new PsDictionary.Entry(PsValue.string(key), PsValue.int32(value))))));
    }

    /** Sets a switch. */
    public Line flag(String parameter) {
        return with(parameter, PsValue.bool(true));
    }

    /** Keeps the cmdlet from asking ({@code -Confirm:$false}). */
    public Line unasked() {
        return with(Cmdlet.CONFIRM, PsValue.bool(false));
    }

    /** Lets errors of a filter pass: what it cannot read is missing from its output. */
    public Line quiet() {
        return with(Cmdlet.ERROR_ACTION, "SilentlyContinue");
    }

    /** Adds a secret; what it renders to is hidden. */
    public Line secret(String parameter, Secret secret) {
        check(parameter);
        if (!Cmdlet.isSecret(parameter)) {
            throw new IllegalArgumentException(
                    cmdlet.qualifiedName() + " -" + parameter + " is not declared as secret");
        }
        // A mere reference is never sent, the engine stops it; it is explained, and hidden there like any other.
        char[] chars =
                secret.known() ? Logins.reveal(secret) : secret.toString().toCharArray();
        try {
            return new Line(cmdlet, command.with(parameter, new String(chars)));
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** Adds a secret as a secure string, which the session's key encrypts when it is sent; what it renders to is hidden. */
    public Line secure(String parameter, Secret secret) {
        return hidden(parameter, PsValue.secure(PsSecureString.of(secret)));
    }

    /** Adds a credential, whose password the session's key encrypts when it is sent; what it renders to is hidden. */
    public Line credential(String parameter, String user, Secret password) {
        return hidden(parameter, PsCredential.of(user, password).toValue());
    }

    private Line hidden(String parameter, PsValue value) {
        if (!Cmdlet.isSecret(parameter)) {
            throw new IllegalArgumentException(
                    cmdlet.qualifiedName() + " -" + parameter + " is not declared as secret");
        }
        return with(parameter, value);
    }

    /** Adds a value. */
    public Line with(String parameter, PsValue value) {
        check(parameter);
        return new Line(cmdlet, command.with(parameter, value));
    }

    private void check(String parameter) {
        if (!cmdlet.parameters().contains(parameter)) {
            throw new IllegalArgumentException(cmdlet.qualifiedName() + " -" + parameter + " is not declared");
        }
    }

    /** Pipes this call into a projection on the given properties. */
    public List<PsCommand> select(List<String> properties) {
        return statement(this, Cmdlet.SELECT_OBJECT.line().with("Property", properties));
    }

    /** Pipes the calls into each other. */
    public static List<PsCommand> statement(Line... lines) {
        return statement(List.of(lines));
    }

    /** Pipes the calls into each other. */
    public static List<PsCommand> statement(List<Line> lines) {
        List<PsCommand> commands = new ArrayList<>();
        for (Line line : lines) {
            commands.add(line.command);
        }
        return List.copyOf(commands);
    }

    /** Puts statements into one message: they run in order, and the first error ends it. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static PsPipeline message(List<PsCommand>... statements) {
        return message(List.of(statements));
    }

    /** Puts statements into one message: they run in order, and the first error ends it. */
    public static PsPipeline message(List<List<PsCommand>> statements) {
        return PsPipeline.of(statements);
    }

    /** Tells whether a name would mean others, too, where a cmdlet takes a pattern; such an object is found by comparing, and piped. */
    public static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Lets only those objects pass whose property has the value. */
    public static Line where(String property, PsValue value) {
        return Cmdlet.WHERE_OBJECT.line().with("Property", property).flag("EQ").with("Value", value);
    }

    /** Lets only those objects pass whose property has the text, ignoring case. */
    public static Line where(String property, String value) {
        return where(property, PsValue.string(value));
    }
}
