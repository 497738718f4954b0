package io.quorate.winrm.recipe.replica;

import io.quorate.Span;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationSettings;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/**
 * What a host's Windows has of Hyper-V Replica, by its build: the number is the same in every language.
 *
 * @param build the build number
 */
record ReplicaVersion(int build) {
    private static final int R2 = 9600;
    private static final int POINTS_OF_2012 = 15;

    /** Stands for a host that was not asked. */
    static ReplicaVersion newest() {
        return new ReplicaVersion(Integer.MAX_VALUE);
    }

    static PsPipeline message() {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/cimv2")
                .with("ClassName", "Win32_OperatingSystem")
                .select(List.of("BuildNumber")));
    }

    static ReplicaVersion read(PowerShell shell) {
        return new ReplicaVersion(
                Decode.last(shell.run(message()), "BuildNumber", "operating system", v -> Decode.of(v, "Windows"))
                        .int32("BuildNumber"));
    }

    /** Tells whether it has a frequency to choose, and a third server. */
    boolean isR2() {
        return build >= R2;
    }

    /** Refuses what it does not have, before anything is sent. */
    void check(ReplicationSettings wanted) {
        if (isR2()) {
            return;
        }
        if (wanted.frequency() != ReplicationFrequency.MINUTES_5) {
            throw lacks(
                    "a frequency of " + Span.words(wanted.frequency().interval()) + ": it sends every five minutes");
        }
        if (wanted.recoveryPoints() > POINTS_OF_2012) {
            throw lacks(wanted.recoveryPoints() + " recovery points: it keeps " + POINTS_OF_2012 + " at most");
        }
    }

    Fault lacks(String what) {
        return Fault.lasting(ErrorKind.UNSUPPORTED)
                .hint("Windows Server 2012 R2 and later have it, on both ends")
                .because("the host's Windows (build " + build + ") does not have " + what);
    }
}
