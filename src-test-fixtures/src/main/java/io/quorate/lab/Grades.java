package io.quorate.lab;

import io.quorate.lab.model.Fidelity;
import java.util.List;
import java.util.StringJoiner;

/** Tells a person how far a lab's Windows can be trusted. */
final class Grades {
    private Grades() {}

    /** Counts the behaviours of each grade, in one line. */
    static String counted(List<String> ownRules) {
        return "fidelity " + Fidelity.histogram() + (ownRules.isEmpty() ? "" : " and own rules: " + ownRules.size());
    }

    /** Counts, and names what is only assumed. */
    static String told(List<String> ownRules) {
        StringJoiner text = new StringJoiner("\n");
        text.add(counted(ownRules));
        Fidelity.openQuestions()
                .forEach(c -> text.add("open question " + c.id() + ": is it so that " + c.claim() + "?"));
        ownRules.forEach(name -> text.add("own rule " + name + ": only whoever wrote it knows what it stands on"));
        return text.toString();
    }
}
