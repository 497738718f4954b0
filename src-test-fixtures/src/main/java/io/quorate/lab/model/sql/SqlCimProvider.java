package io.quorate.lab.model.sql;

import io.quorate.lab.model.CimProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SQL Server's WMI provider for configuration management: one namespace for the instances of one version on one host. */
final class SqlCimProvider implements CimProvider {
    private static final String SETTINGS = "HADRServiceSettings";
    private static final String PROPERTIES = "SqlServiceAdvancedProperty";
    private static final String CHANGE = "ChangeHADRService";

    /** What the method calls its parameter is told nowhere; clients must ask the class. */
    private static final String PARAMETER = "LabHADREnabled";

    private static final int FIRST_WITHOUT_CLUSTER = 14;
    private static final Set<String> WITHOUT_GROUPS = Set.of("EXPRESS", "WEB");

    private final SqlEstate sql;
    private final String host;
    private final int major;

    SqlCimProvider(SqlEstate sql, String host, int major) {
        this.sql = sql;
        this.host = host;
        this.major = major;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String namespace() {
        return "root/Microsoft/SqlServer/ComputerManagement" + major;
    }

    private List<InstanceState> ours() {
        return sql.clusters().installedOn(host).stream()
                .filter(one -> one.major() == major)
                .toList();
    }

    @Override
    public Optional<List<Map<String, Object>>> instances(String cimClass) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (cimClass.equalsIgnoreCase(SETTINGS)) {
            for (InstanceState one : ours()) {
                if (!WITHOUT_GROUPS.contains(one.edition())) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("CanSetHADRService", true);
                    row.put(
                            "HADRServiceEnabled",
                            sql.clusters().of(one.name()).map(f -> f.set(host)).orElse(one.hadrSet()));
                    row.put("InstanceName", SqlHostServices.instanceName(one.name()));
                    rows.add(row);
                }
            }
            return Optional.of(rows);
        }
        if (cimClass.equalsIgnoreCase(PROPERTIES)) {
            for (InstanceState one : ours()) {
                String service = SqlHostServices.engine(one.name());
                Optional<FciState> clustered = sql.clusters().of(one.name());
                rows.add(property(service, "CLUSTERED", clustered.isPresent() ? 1L : 0L, ""));
                clustered.ifPresent(f -> rows.add(property(service, "VSNAME", 0L, f.networkName())));
                rows.add(property(
                        service, "INSTANCEID", 0L, "MSSQL" + major + "." + SqlHostServices.instanceName(one.name())));
                rows.add(property(service, "VERSION", 0L, String.format(Locale.ROOT, "%d.0.1000.6", major)));
            }
            return Optional.of(rows);
        }
        return Optional.empty();
    }

    private static Map<String, Object> property(String service, String name, long number, String text) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PropertyName", name);
        row.put("PropertyNumValue", number);
        row.put("PropertyStrValue", text);
        row.put("ServiceName", service);
        row.put("SqlServiceType", 1L);
        return row;
    }

    @Override
    public Map<String, List<String>> methods(String cimClass) {
        return cimClass.equalsIgnoreCase(SETTINGS) ? Map.of(CHANGE, List.of(PARAMETER)) : Map.of();
    }

    @Override
    public Optional<Long> call(
            String cimClass, Map<String, Object> instance, String method, Map<String, Long> arguments) {
        InstanceState one = ours().stream()
                .filter(state -> SqlHostServices.instanceName(state.name()).equals(instance.get("InstanceName")))
                .findFirst()
                .orElseThrow();
        Long on = arguments.get(PARAMETER);
        boolean clusterless = sql.estate().clusterOf(host).isEmpty();
        if (on == null || on == 1 && major < FIRST_WITHOUT_CLUSTER && clusterless) {
            return Optional.empty();
        }
        if (sql.clusters().of(one.name()).isPresent()) {
            sql.clusters().alwaysOn(one.name(), host, on == 1);
        } else {
            sql.services().alwaysOn(one.name(), on == 1);
        }
        return Optional.of(0L);
    }
}
