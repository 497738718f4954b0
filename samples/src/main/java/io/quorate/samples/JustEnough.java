package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.call.Rehearsal;
import io.quorate.call.RoleCapability;
import io.quorate.lab.Lab;

/** Prints the role capability and the session configuration that suffice to look after the nodes of a cluster; nothing is installed. */
public final class JustEnough {
    private JustEnough() {}

    public static void main(String[] args) {
        Arguments.none(
                JustEnough.class,
                "Prints the role capability that suffices to look after the nodes of a cluster; installs nothing.",
                args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            System.out.print(files(quorate));
        }
    }

    static String files(Quorate quorate) {
        // @start region="role"
        Rehearsal rehearsal = quorate.rehearse(rehearsed -> {
            var cluster = rehearsed.cluster(Lab.ENDPOINT);
            cluster.create("FC1", "HV1");
            cluster.nodes().add("HV2");
        });
        RoleCapability role = quorate.role(Lab.ENDPOINT, rehearsal);
        String psrc = role.renderRole();
        String pssc = role.renderSession(
                "QuorateOperator",
                session -> session.addHolder("EXAMPLE\\Cluster operators")
                        .groupManagedServiceAccount("EXAMPLE\\quorate$")
                        .transcripts("C:\\ProgramData\\Quorate"));
        // @end
        return psrc + "\n" + pssc;
    }
}
