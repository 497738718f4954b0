package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One procedure call of those that a message may hold ([MS-TDS] 2.2.6.6).
 *
 * @param procedure by name, as it came; {@code sp_executesql} and its like also where they came by number
 * @param parameters in order; names are empty where the client gives none
 */
record RemoteCall(String procedure, List<SqlParameter> parameters) {
    private static final String[] BY_NUMBER = {
        "",
        "sp_cursor",
        "sp_cursoropen",
        "sp_cursorprepare",
        "sp_cursorexecute",
        "sp_cursorprepexec",
        "sp_cursorunprepare",
        "sp_cursorfetch",
        "sp_cursoroption",
        "sp_cursorclose",
        "sp_executesql",
        "sp_prepare",
        "sp_execute",
        "sp_prepexec",
        "sp_prepexecrpc",
        "sp_unprepare"
    };
    private static final int MOST_PARAMETERS = 2_100;
    private static final int MOST_CALLS = 10_000;
    private static final int LONGEST_NAME = 1_046;
    private static final int BATCH = 0xFF;
    private static final int NO_EXECUTION = 0xFE;
    private static final int DEFAULTED = 0x02;
    private static final int ENCRYPTED = 0x08;

    RemoteCall {
        parameters = List.copyOf(parameters);
    }

    /** Reads all calls of a message. */
    static List<RemoteCall> read(byte[] data) throws TdsProtocolException, Parameters.Refused {
        Bytes in = new Bytes(data);
        Headers.skip(in);
        List<RemoteCall> calls = new ArrayList<>();
        do {
            if (calls.size() == MOST_CALLS) {
                throw new TdsProtocolException("too many calls");
            }
            calls.add(one(in));
        } while (in.more());
        return calls;
    }

    private static RemoteCall one(Bytes in) throws TdsProtocolException, Parameters.Refused {
        int length = in.u16();
        String name;
        if (length == 0xFFFF) {
            int number = in.u16();
            if (number == 0 || number >= BY_NUMBER.length) {
                throw new TdsProtocolException("procedure number " + number);
            }
            name = BY_NUMBER[number];
        } else {
            if (length == 0 || length > LONGEST_NAME) {
                throw new TdsProtocolException("a procedure's name of " + length + " characters");
            }
            name = in.text(length);
        }
        in.skip(2);
        List<SqlParameter> parameters = new ArrayList<>();
        while (in.more()) {
            int first = in.peek();
            if (first == BATCH || first == NO_EXECUTION) {
                in.skip(1);
                break;
            }
            if (parameters.size() == MOST_PARAMETERS) {
                throw new TdsProtocolException("too many parameters");
            }
            String parameter = in.shortText();
            int status = in.u8();
            if ((status & ENCRYPTED) != 0) {
                throw new Parameters.Refused("encrypted");
            }
            if ((status & DEFAULTED) != 0) {
                throw new Parameters.Refused("default value");
            }
            parameters.add(Parameters.read(parameter, in));
        }
        return new RemoteCall(name, parameters);
    }

    /** Returns the procedure's name without its schema, in small letters. */
    String simpleName() {
        String last = procedure.substring(procedure.lastIndexOf('.') + 1).strip();
        if (last.startsWith("[") && last.endsWith("]") && last.length() > 1) {
            last = last.substring(1, last.length() - 1);
        }
        return last.toLowerCase(Locale.ROOT);
    }

    /** Returns the call as a statement; its values are named {@code @P0}, {@code @P1} ... in it. */
    String asStatement() {
        StringBuilder text = new StringBuilder("EXEC ").append(procedure);
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            text.append(i == 0 ? " " : ", ");
            if (!name.isEmpty()) {
                text.append(name).append(" = ");
            }
            text.append("@P").append(i);
        }
        return text.toString();
    }

    /** Returns the values under the names that {@link #asStatement} gives them. */
    List<SqlParameter> numbered() {
        List<SqlParameter> numbered = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            SqlParameter parameter = parameters.get(i);
            numbered.add(new SqlParameter("@P" + i, parameter.type(), parameter.value()));
        }
        return numbered;
    }
}
