package io.quorate.winrm.recipe.host;

import io.quorate.host.TimeStatus;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The statements that read the time service's log, and their decoder. An event's values come one by one, each with the event's time and number: what they
 * are, their places tell, which the manifest fixes.
 */
final class TimeLog {
    private static final String LOG = "Microsoft-Windows-Time-Service/Operational";
    private static final int STATUS = 260;
    private static final int CHANGE = 265;

    /** Among the nineteen values of a status. */
    private static final int STRATUM = 3;

    private static final int SOURCE = 9;
    private static final List<String> EVENT = List.of("Id", "TimeCreated");

    private TimeLog() {}

    private static Line last(int event) {
        return Cmdlet.GET_WIN_EVENT
                .tolerant()
                .with("LogName", List.of(LOG))
                .with("FilterXPath", "*[System[(EventID=" + event + ")]]")
                .with("MaxEvents", 1);
    }

    static PsPipeline message() {
        return Line.message(
                Line.statement(
                        last(STATUS),
                        Cmdlet.SELECT_OBJECT.line().with("Property", EVENT).with("ExpandProperty", "Properties"),
                        Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Id", "TimeCreated", "Value"))),
                last(CHANGE).select(EVENT));
    }

    /** Decodes {@link #message}; an event with fewer values tells nothing. */
    static Optional<TimeStatus> status(String host, List<PsValue> output) {
        List<Decode> rows =
                output.stream().map(value -> Decode.of(value, "event")).toList();
        List<Decode> values =
                rows.stream().filter(row -> row.int32("Id") == STATUS).toList();
        if (values.size() <= SOURCE) {
            return Optional.empty();
        }
        Instant asOf = at(values.get(0));
        Instant changed = rows.stream()
                .filter(row -> row.int32("Id") == CHANGE)
                .map(TimeLog::at)
                .filter(time -> time.isAfter(asOf))
                .findFirst()
                .orElse(null);
        return Optional.of(new TimeStatus(
                host,
                values.get(STRATUM).int32("Value"),
                values.get(SOURCE).textOrEmpty("Value").strip(),
                asOf,
                changed));
    }

    private static Instant at(Decode row) {
        return row.instant("TimeCreated", ZoneOffset.UTC);
    }
}
