package io.quorate.lab.rule;

import io.quorate.lab.model.TimeLogState;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The log of the time service of the session's host: the newest event of two kinds. */
final class EventRules {
    private static final String LOG = "Microsoft-Windows-Time-Service/Operational";
    private static final String STATUS = "*[System[(EventID=260)]]";
    private static final String CHANGE = "*[System[(EventID=265)]]";
    private static final int WITHOUT = 2016;

    private EventRules() {}

    static void addTo(Rules rules) {
        rules.add(
                "Microsoft.PowerShell.Diagnostics\\Get-WinEvent",
                Set.of("LogName", "FilterXPath", "MaxEvents"),
                EventRules::get);
    }

    private static void get(Call call) {
        String filter = String.valueOf(call.args().text("FilterXPath"));
        Long most = Values.number(call.args().get("MaxEvents"));
        if (!call.args().texts("LogName").equals(List.of(LOG))
                || most == null
                || most != 1
                || !Set.of(STATUS, CHANGE).contains(filter)) {
            throw call.notSimulated(call.args().texts("LogName") + " " + filter);
        }
        if (call.estate().host(call.host()).os() == WITHOUT) {
            call.error(error(call, "NoMatchingLogsFound", "event.no-log"));
            return;
        }
        TimeLogState log = call.estate().timeLog(call.host()).orElse(null);
        Instant changed = log == null ? null : log.changed();
        if (filter.equals(STATUS) && log != null) {
            call.write(event(call, 260, log.at(), values(log)));
        } else if (filter.equals(CHANGE) && changed != null) {
            call.write(event(call, 265, changed, List.of()));
        } else {
            call.error(error(call, "NoMatchingEventsFound", "event.none"));
        }
    }

    private static LabError error(Call call, String id, String text) {
        return new LabError(
                id,
                "ObjectNotFound",
                PsValue.string(LOG),
                List.of(new LabError.NetException(
                        "System.Exception", call.errors().texts().text(text, LOG), 0x80131500, null)));
    }

    private static List<PsValue> values(TimeLogState log) {
        return Stream.<Object>of(
                        "EventLogFlags: 2 (Local)",
                        "NtpClient (Local)",
                        0L,
                        (long) log.stratum(),
                        "-23",
                        "0.0312500",
                        "0.0478125",
                        "0x00000000",
                        "unspecified",
                        log.source(),
                        10L,
                        "0.0000021",
                        156_250L,
                        2L,
                        0L,
                        0L,
                        0L,
                        "25.0000000",
                        77_484L)
                .map(one -> one instanceof Long number
                        ? new PsPrimitive(PsType.UINT64, java.math.BigInteger.valueOf(number))
                        : PsValue.string((String) one))
                .toList();
    }

    private static LiveObject event(Call call, int id, Instant at, List<PsValue> values) {
        String type = "System.Diagnostics.Eventing.Reader.EventLogRecord";
        return new LiveObject(
                        List.of(type, "System.Diagnostics.Eventing.Reader.EventRecord", "System.Object"), at, type)
                .property("Id", PsValue.int32(id))
                .property("TimeCreated", HostRules.time(call.estate().gear(call.host()), at))
                .property(
                        "Properties", values.stream().map(EventRules::property).toList());
    }

    private static LiveObject property(PsValue value) {
        String type = "System.Diagnostics.Eventing.Reader.EventProperty";
        return new LiveObject(List.of(type, "System.Object"), value, type).property("Value", value);
    }
}
