package io.quorate.doctor;

import io.quorate.Span;
import io.quorate.doctor.Told.Untold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Renders a report as a table: a host a line, and a question mark where it cannot be told. */
final class ReportTable {
    private static final String UNTOLD = "?";
    private static final String NONE = "-";

    private ReportTable() {}

    static String of(DoctorReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "HOST",
                "REACHED",
                "TLS",
                "LOG-IN",
                "ADMIN",
                "LANGUAGE",
                "POLICY",
                "WINDOWS",
                "PS",
                "CLUSTER",
                "SECOND HOP",
                "CLOCK",
                "SHELLS",
                "TRIP",
                "FINDINGS"));
        report.hosts().forEach(host -> rows.add(row(host)));
        int columns = rows.get(0).size();
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                int column = c;
                int width = rows.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                line.append(String.format("%-" + Math.max(1, width) + "s  ", row.get(c)));
            }
            out.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return out.toString();
    }

    private static List<String> row(HostReport host) {
        List<String> row = new ArrayList<>();
        row.add(host.endpoint() + "/" + host.host());
        row.add(reached(host));
        row.add(
                host.kind() == HostReport.Kind.PORTAL
                        ? NONE
                        : cell(
                                host.entrance(),
                                seen -> !seen.secure() ? "none" : seen.untrusted() == null ? "yes" : "untrusted"));
        switch (host.kind()) {
            case WINDOWS -> windows(host.session(), row);
            case APPLIANCE ->
                fill(
                        row,
                        cell(host.appliance(), seen -> "yes"),
                        cell(
                                host.appliance(),
                                seen -> "NexentaStor " + seen.appliance().version()),
                        cell(
                                host.appliance(),
                                seen -> cell(seen.clusters(), all -> all.isEmpty() ? "none" : String.join(",", all))));
            case PORTAL ->
                fill(
                        row,
                        cell(host.targets(), seen -> "yes"),
                        cell(host.targets(), seen -> seen.targets().size() + " targets"),
                        NONE);
        }
        row.add(
                host.findings().isEmpty()
                        ? "none"
                        : String.valueOf(host.findings().size()));
        return row;
    }

    private static void fill(List<String> row, String login, String system, String cluster) {
        row.addAll(List.of(login, NONE, NONE, NONE, system, NONE, cluster, NONE, NONE, NONE, NONE));
    }

    private static String reached(HostReport host) {
        Told<?> first = host.kind() == HostReport.Kind.PORTAL ? host.targets() : host.entrance();
        boolean silent = first instanceof Untold<?> untold && untold.cause() == Told.Cause.SILENT;
        return silent
                ? "no"
                : first.orNull() == null && !host.isHealthy() && first.isUntold(Told.Cause.OTHER) ? UNTOLD : "yes";
    }

    private static void windows(Told<SessionPicture> session, List<String> row) {
        row.add(cell(session, seen -> seen.login().replaceFirst("[ ,:;].*", "")));
        row.add(cell(session, seen -> cell(seen.administrator(), yes -> yes ? "yes" : "no")));
        row.add(cell(session, seen -> cell(seen.language(), word -> word.replace("Language", ""))));
        row.add(cell(session, seen -> cell(seen.policy(), SessionPicture.ScriptPolicy::policy)));
        row.add(cell(session, seen -> cell(seen.system(), io.quorate.host.HostSystem::version)));
        row.add(cell(session, seen -> cell(seen.powerShell(), text -> text)));
        row.add(cell(session, ReportTable::cluster));
        row.add(cell(session, seen -> cell(seen.hop(), ReportTable::hop)));
        row.add(cell(
                session,
                seen -> cell(seen.clock(), skew -> Span.words(skew.ahead()) + " +- " + Span.words(skew.within()))));
        row.add(cell(session, seen -> cell(seen.quotas(), ReportTable::shells)));
        row.add(cell(session, seen -> cell(seen.roundTrip(), Span::words)));
    }

    private static String cluster(SessionPicture seen) {
        if (NounNeeds.clusterStopped(seen)) {
            return "stopped";
        }
        return cell(seen.cluster(), name -> name.isEmpty() ? "none" : name);
    }

    private static String hop(SessionPicture.Hop hop) {
        if (hop.lends()) {
            return "CredSSP";
        }
        return hop.delegated() == null ? "none" : hop.delegated();
    }

    private static String shells(Map<String, Long> quotas) {
        Long most = quotas.get("MaxShellsPerUser");
        return most == null ? UNTOLD : String.valueOf(most);
    }

    private static <T> String cell(Told<T> told, Function<T, String> text) {
        T value = told.orNull();
        return value == null ? UNTOLD : text.apply(value);
    }
}
