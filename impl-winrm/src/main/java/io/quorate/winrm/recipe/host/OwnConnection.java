package io.quorate.winrm.recipe.host;

import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where management comes into a host, by what the host itself says: the ports its WinRM listens at, and the open connections to these. The one that
 * asks is among them. So if all of them have something in common, ours has it, and if none has, ours has not; else it cannot be told. Nor can it
 * where the host does not tell its listeners, or where a connection comes from the host itself: a forwarder on it may stand between.
 *
 * @param peers both ends of each
 */
record OwnConnection(List<Peer> peers) {
    /** Every listener's port; the names of the listeners are made up by Windows. */
    private static final String LISTENERS = "WSMan:\\localhost\\Listener\\*\\Port";

    private static final List<String> PROPERTIES = List.of("LocalAddress", "RemoteAddress", "LocalPort", "State");
    private static final Words STATE = Words.of(5, "Established");

    /** One connection. */
    record Peer(String local, String remote, int port) {
        /** Tells whether the host itself stands at the other end. */
        private boolean forwarded() {
            return Addresses.same(local, remote) || remote.startsWith("127.") || remote.equals("::1");
        }
    }

    /** What becomes of the connection that asks. */
    enum Fate {
        SAFE,
        UNTOLD,
        CUT
    }

    OwnConnection {
        peers = List.copyOf(peers);
    }

    /** Reads the ports that WinRM listens at. */
    private static PsPipeline listeners() {
        return Line.message(
                Cmdlet.GET_ITEM.line().with("Path", List.of(LISTENERS)).select(List.of("Name", "Value")));
    }

    /** Reads the connections to ports. */
    private static PsPipeline connections(Collection<Integer> ports) {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/StandardCimv2")
                .with("ClassName", "MSFT_NetTCPConnection")
                .with(
                        "Filter",
                        ports.stream().map(port -> "LocalPort = " + port).collect(Collectors.joining(" OR ")))
                .select(PROPERTIES));
    }

    /** Asks the host; one that refuses to tell its listeners leaves it untold. */
    static OwnConnection read(PowerShell shell) {
        Set<Integer> ports = ports(shell);
        return ports.isEmpty() ? new OwnConnection(List.of()) : of(shell.run(connections(ports)));
    }

    private static Set<Integer> ports(PowerShell shell) {
        List<PsValue> told;
        try {
            told = shell.run(listeners());
        } catch (Fault fault) {
            if (fault.phase() == FaultPhase.LASTING) {
                return Set.of();
            }
            throw fault;
        }
        return told.stream()
                .map(value -> port(Decode.of(value, "listener").text("Value")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}")) {
            throw Decode.badReply("a listener of WinRM has the port " + text);
        }
        return Integer.parseInt(text);
    }

    /** Decodes {@link #connections}. */
    static OwnConnection of(List<PsValue> output) {
        return new OwnConnection(output.stream()
                .map(value -> Decode.of(value, "connection"))
                .filter(row -> row.wordOr("State", STATE, "").equalsIgnoreCase("Established"))
                .map(row -> new Peer(row.text("LocalAddress"), row.text("RemoteAddress"), row.int32("LocalPort")))
                .toList());
    }

    /** Judges what becomes of it if connections go of which something holds. */
    Fate without(Predicate<Peer> gone) {
        long cut = peers.stream().filter(gone).count();
        if (peers.isEmpty()) {
            return Fate.UNTOLD;
        }
        if (cut == 0) {
            return peers.stream().anyMatch(Peer::forwarded) ? Fate.UNTOLD : Fate.SAFE;
        }
        return cut == peers.size() ? Fate.CUT : Fate.UNTOLD;
    }

    /** Judges what becomes of it if addresses of the host go. */
    Fate withoutAddresses(Collection<String> addresses) {
        return addresses.isEmpty()
                ? Fate.SAFE
                : without(peer -> addresses.stream().anyMatch(one -> Addresses.same(one, peer.local())));
    }

    /** Refuses what cuts it for good, and what may do so without a consent. */
    static void refuse(Fate fate, boolean consented, String what, String hintIfCut, String identity) {
        if (fate == Fate.CUT) {
            throw Answers.refused(what + ": that cuts this connection", hintIfCut);
        }
        if (fate == Fate.UNTOLD && !consented) {
            throw Answers.refused(
                    what + ": whether that cuts this connection cannot be told",
                    "pass Consent.to(\"" + identity + "\", reason) if it may");
        }
    }

    /** Returns at which addresses of the host management comes in. */
    String locals() {
        return peers.isEmpty()
                ? "an address that cannot be told"
                : String.join(", ", peers.stream().map(Peer::local).distinct().toList());
    }

    /** Returns from where it comes. */
    String remotes() {
        return String.join(", ", peers.stream().map(Peer::remote).distinct().toList());
    }
}
