package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jscsi.parser.ProtocolDataUnit;
import org.jscsi.parser.ProtocolDataUnitFactory;

/** Asks jSCSI's codec (commons 2.6.0) what it makes of a protocol data unit. It loops for ever over additional header segments. */
public final class JscsiOracle {
    private JscsiOracle() {}

    /** Tells where the unit differs from what jSCSI writes when it has read it; empty if nowhere. */
    public static List<String> difference(Pdu pdu) {
        byte[] ours = pdu.frame(false, false);
        try {
            byte[] theirs = serialize(parse(ours));
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
                if (i >= ours.length || i >= theirs.length || ours[i] != theirs[i]) {
                    differences.add("byte " + i);
                }
            }
            return differences;
        } catch (Exception e) {
            return List.of("refused by " + e.getClass().getSimpleName());
        }
    }

    static ProtocolDataUnit parse(byte[] bytes) throws Exception {
        ProtocolDataUnit unit = new ProtocolDataUnitFactory().create("None", "None");
        unit.deserialize(ByteBuffer.wrap(bytes));
        return unit;
    }

    static byte[] serialize(ProtocolDataUnit unit) throws Exception {
        ByteBuffer buffer = unit.serialize();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
