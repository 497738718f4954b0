package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterNodes;
import io.quorate.error.ConflictException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;

/** Shows which errors a caller handles, and what their messages say. */
public final class HandleErrors {
    private HandleErrors() {}

    public static void main(String[] args) {
        Arguments.none(
                HandleErrors.class,
                "Shows in the lab which errors a caller handles, and what their messages say.",
                args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.cluster("lab").create("RACK1", "HV1");
            add(quorate.cluster("lab").nodes(), "HV1"); // it is there already
            add(quorate.cluster("lab").nodes(), "HV2"); // works
            add(quorate.cluster("lab").nodes(), "HV3"); // there is no such machine
        }
    }

    static void add(ClusterNodes nodes, String host) {
        // @start region="errors"
        try {
            nodes.add(host);
        } catch (ConflictException e) {
            System.out.println("nothing to do: " + e.said());
        } catch (OutcomeUnknownException e) {
            System.out.println("look at " + e.object() + " before trying again: " + e.getMessage());
        } catch (QuorateException e) {
            System.out.println(e.kind() + " [" + e.code() + "]: " + e.getMessage());
        }
        // @end
    }
}
