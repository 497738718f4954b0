package io.quorate.mssql;

import io.quorate.spi.Fault;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.GroupSupport;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SqlInstance;
import io.quorate.sql.SqlVersion;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Refuses, before anything is sent, what an instance's version or edition cannot do. */
final class Gates {
    /** The build of 2016 SP2, from which on DTC_SUPPORT can be changed. */
    private static final int BUILD_2016_SP2 = 5026;

    private Gates() {}

    static void hadr(SqlInstance instance) {
        if (!instance.hadrEnabled()) {
            throw Seen.refused(35_221, "Always On is not enabled on " + instance.name());
        }
    }

    /**
     * Looks whether the edition has such groups.
     *
     * @param basic whether it is a basic one
     */
    static void edition(SqlInstance instance, boolean basic) {
        GroupSupport support = instance.edition().groups();
        if (support == GroupSupport.NONE) {
            throw edition(instance, "has no availability groups");
        }
        if (support == GroupSupport.BASIC && !basic) {
            throw edition(instance, "has basic availability groups only: two replicas, one database, option BASIC");
        }
    }

    private static Fault edition(SqlInstance instance, String what) {
        return Seen.unsupported(
                instance.name() + " is " + instance.edition() + ", which " + what + "; nothing was sent",
                "Enterprise, Developer and Evaluation editions have all groups");
    }

    static void since(SqlInstance instance, int major, String what) {
        if (!instance.version().atLeast(major)) {
            throw Seen.unsupported(
                    what + " came with " + new SqlVersion(major, 0, 0, 0).product() + ", and " + instance.name()
                            + " is " + instance.version().product() + " (" + instance.version() + "); nothing was sent",
                    "leave it out, or update the instance");
        }
    }

    static void options(SqlInstance instance, Collection<GroupSetting> settings) {
        settings.forEach(setting ->
                since(instance, setting.option().since(), setting.option().name()));
    }

    /** Looks at an option of a group that is there. */
    static void change(SqlInstance instance, GroupSetting setting) {
        since(instance, setting.option().since(), setting.option().name());
        SqlVersion version = instance.version();
        if (setting.option() == GroupOption.DTC_SUPPORT
                && version.major() == SqlVersion.SQL_2016
                && version.build() < BUILD_2016_SP2) {
            throw Seen.unsupported(
                    "DTC_SUPPORT of a group can be changed from SQL Server 2016 SP2 on, and " + instance.name() + " is "
                            + version + "; nothing was sent",
                    "update the instance, or make the group anew");
        }
    }

    static void replica(SqlInstance instance, ReplicaDefinition replica) {
        if (replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            since(instance, SqlVersion.SQL_2017, "CONFIGURATION_ONLY");
        }
        if (replica.seeding() != null) {
            since(instance, ReplicaOption.SEEDING_MODE.since(), ReplicaOption.SEEDING_MODE.name());
        }
        if (replica.readWriteRoutingUrl() != null) {
            since(instance, ReplicaOption.READ_WRITE_ROUTING_URL.since(), ReplicaOption.READ_WRITE_ROUTING_URL.name());
        }
        routing(instance, replica.routing());
    }

    static void routing(SqlInstance instance, @Nullable RoutingList list) {
        if (list != null && list.sets().stream().anyMatch(set -> set.size() > 1)) {
            since(instance, SqlVersion.SQL_2016, "a routing list with sets");
        }
    }

    static void setting(SqlInstance instance, ReplicaSetting setting) {
        since(instance, setting.option().since(), setting.option().keyword());
        if (setting.value().isEmpty()) {
            since(instance, SqlVersion.SQL_2025, setting.option().keyword() + " = NONE");
        }
    }
}
