package io.quorate.winrm.recipe.host;

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
import java.util.function.Predicate;

/**
 * Where management comes into a host, by what the host itself says: its open connections to WinRM. The one that asks is among them, unless WinRM
 * listens at a port of its own. So if all of them have something in common, ours has it, and if none has, ours has not; else it cannot be told.
 *
 * @param peers both ends of each
 */
record OwnConnection(List<Peer> peers) {
    private static final List<String> PROPERTIES = List.of("LocalAddress", "RemoteAddress", "LocalPort", "State");
    private static final Words STATE = Words.of(5, "Established");

    /** One connection. */
    record Peer(String local, String remote, int port) {}

    /** What becomes of the connection that asks. */
    enum Fate {
        SAFE,
        UNTOLD,
        CUT
    }

    OwnConnection {
        peers = List.copyOf(peers);
    }

    /** Reads the connections to the ports of WinRM. */
    static PsPipeline message() {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/StandardCimv2")
                .with("ClassName", "MSFT_NetTCPConnection")
                .with("Filter", "LocalPort = 5985 OR LocalPort = 5986")
                .select(PROPERTIES));
    }

    static OwnConnection read(PowerShell shell) {
        return of(shell.run(message()));
    }

    /** Decodes {@link #message}. */
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
        return cut == 0 ? Fate.SAFE : cut == peers.size() ? Fate.CUT : Fate.UNTOLD;
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
        return String.join(", ", peers.stream().map(Peer::local).distinct().toList());
    }

    /** Returns from where it comes. */
    String remotes() {
        return String.join(", ", peers.stream().map(Peer::remote).distinct().toList());
    }
}
