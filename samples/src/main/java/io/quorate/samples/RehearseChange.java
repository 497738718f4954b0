package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.call.Rehearsal;
import io.quorate.lab.Lab;

/** Prints what setting up a cluster would send, for an administrator to review; nothing is changed. */
public final class RehearseChange {
    private RehearseChange() {}

    public static void main(String[] args) {
        Arguments.none(RehearseChange.class, "Prints what setting up a cluster would send; changes nothing.", args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            // @start region="rehearse"
            Rehearsal rehearsal = quorate.rehearse(rehearsed -> {
                rehearsed.cluster("lab").create("RACK1", "HV1");
                rehearsed.cluster("lab").nodes().add("HV2");
            });
            System.out.print(rehearsal.explain());
            // @end
        }
    }
}
