package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A sequence of values. The list grows while a cyclic graph is being read and is not to be changed after that. */
public final class PsItems implements PsContent {

    /** Which container it was. */
    public enum Kind {
        /** A list or an array. */
        LIST("LST"),
        /** A stack, top first. */
        STACK("STK"),
        /** A queue. */
        QUEUE("QUE"),
        /** Any other enumerable. */
        ENUMERABLE("IE");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        /** Returns the CLIXML element name. */
        public String tag() {
            return tag;
        }
    }

    private final Kind kind;
    private final List<PsValue> values;

    public PsItems(Kind kind, List<? extends PsValue> values) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.values = new ArrayList<>(values);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the live list of values, in order. */
    public List<PsValue> values() {
        return values;
    }
}
