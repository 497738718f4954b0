package io.quorate.lab.ddl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads statements on the instance, and calls of procedures. */
final class ServerParser {
    private final Reader reader;

    ServerParser(Reader reader) {
        this.reader = reader;
    }

    ServerStatement alterEventSession() throws DdlRejection {
        String name = reader.name();
        reader.expect("ON", "SERVER");
        Boolean started = null;
        Boolean atStartup = null;
        if (reader.accept("WITH")) {
            reader.expectSign("(");
            reader.expectSet("STARTUP_STATE");
            atStartup = reader.onOff();
            reader.expectSign(")");
        } else {
            reader.expectSet("STATE");
            started = reader.accept("START");
            if (!started) {
                reader.expect("STOP");
            }
        }
        reader.end();
        return new ServerStatement.AlterEventSession(name, started, atStartup);
    }

    ServerStatement reconfigure() throws DdlRejection {
        boolean override = reader.accept("WITH");
        if (override) {
            reader.expect("OVERRIDE");
        }
        reader.end();
        return new ServerStatement.Reconfigure(override);
    }

    Execute execute() throws DdlRejection {
        String result = null;
        if (reader.peek().kind() == Token.Kind.VARIABLE) {
            result = reader.next().raw();
            reader.expectSign("=");
        }
        List<String> procedure = new ArrayList<>();
        do {
            if (procedure.size() == 4) {
                throw reader.unexpected();
            }
            boolean leftOut = !procedure.isEmpty() && reader.peek().isSymbol(".");
            procedure.add(leftOut ? "" : reader.name());
        } while (reader.acceptSign("."));
        List<Execute.Argument> arguments = new ArrayList<>();
        if (reader.peek().kind() != Token.Kind.END && !reader.peek().isSymbol(";")) {
            boolean named = false;
            do {
                Execute.Argument argument = argument();
                if (named && argument.name() == null) {
                    throw reader.incomplete(
                            119,
                            "Must pass parameter number " + (arguments.size() + 1)
                                    + " and subsequent parameters as '@name = value'.");
                }
                named |= argument.name() != null;
                arguments.add(argument);
            } while (reader.acceptSign(","));
        }
        reader.end();
        return new Execute(procedure, arguments, result);
    }

    private Execute.Argument argument() throws DdlRejection {
        String name = null;
        if (reader.peek().kind() == Token.Kind.VARIABLE && reader.peek(1).isSymbol("=")) {
            name = reader.next().raw();
            reader.expectSign("=");
        }
        if (reader.accept("DEFAULT")) {
            return new Execute.Argument(name, null, false, true);
        }
        boolean variable = reader.peek().kind() == Token.Kind.VARIABLE;
        Object value = value();
        boolean output = variable && (reader.accept("OUTPUT") || reader.accept("OUT"));
        return new Execute.Argument(name, value, output, false);
    }

    private @Nullable Object value() throws DdlRejection {
        Token token = reader.peek();
        switch (token.kind()) {
            case STRING, QUOTED, WORD -> {
                if (token.is("NULL")) {
                    reader.next();
                    return null;
                }
                return token.kind() == Token.Kind.STRING ? reader.string() : reader.name();
            }
            case BINARY -> {
                return reader.binary();
            }
            case VARIABLE -> {
                return new Execute.Variable(reader.next().raw());
            }
            case INTEGER, DECIMAL, SYMBOL -> {
                return number();
            }
            default -> throw reader.unexpected();
        }
    }

    private Object number() throws DdlRejection {
        boolean negative = reader.acceptSign("-");
        if (!negative) {
            reader.acceptSign("+");
        }
        Token token = reader.peek();
        if (token.kind() == Token.Kind.INTEGER && token.raw().length() <= 18) {
            long value = reader.integer();
            return negative ? -value : value;
        }
        if (token.kind() != Token.Kind.DECIMAL && token.kind() != Token.Kind.INTEGER
                || token.raw().length() > 40) {
            throw reader.unexpected();
        }
        reader.next();
        try {
            if (token.raw().toLowerCase(Locale.ROOT).contains("e")) {
                double value = Double.parseDouble(token.raw());
                return negative ? -value : value;
            }
            BigDecimal value = new BigDecimal(token.raw());
            return negative ? value.negate() : value;
        } catch (NumberFormatException e) {
            throw reader.unexpected();
        }
    }
}
