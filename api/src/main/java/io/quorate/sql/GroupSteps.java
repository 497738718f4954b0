package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import java.util.ArrayList;
import java.util.List;

/** Collects what is to be ordered at one endpoint, and what speaks against it. */
final class GroupSteps {
    final List<GroupStep> steps = new ArrayList<>();
    final List<String> obstacles = new ArrayList<>();
    final List<String> hints = new ArrayList<>();
    final List<String> remedies = new ArrayList<>();
    private final String endpoint;
    private int lacking;

    GroupSteps(String endpoint) {
        this.endpoint = endpoint;
    }

    GroupPlan plan(String group) {
        return new GroupPlan(group, steps, obstacles, hints, lacking == obstacles.size() ? remedies : List.of());
    }

    void add(Command<?> command, String reason) {
        steps.add(new GroupStep(Order.ensure(endpoint, command), reason, false));
    }

    /** Adds a step that needs somebody's word. */
    void add(Command<?> command, String reason, Consent consent) {
        steps.add(new GroupStep(Order.ensure(endpoint, command).with(consent), reason, false));
    }

    void later(Command<?> command, String reason) {
        steps.add(new GroupStep(Order.ensure(endpoint, command), reason, true));
    }

    void against(String why) {
        obstacles.add(why);
    }

    /** Notes what a version or edition has not. */
    void lacks(String why, String remedy) {
        against(why);
        lacking++;
        if (!remedies.contains(remedy)) {
            remedies.add(remedy);
        }
    }

    void hint(String what) {
        if (!hints.contains(what)) {
            hints.add(what);
        }
    }
}
