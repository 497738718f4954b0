package io.quorate.san;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.san.command.DiscoverTargets;
import io.quorate.san.command.GetInitiatorNames;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.command.ListLuns;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadNaa;
import io.quorate.san.command.ReadReservations;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An iSCSI initiator of our own, on this machine: finds out from here what a target really serves. The endpoint
 * {@code iscsi://10.0.0.11,10.0.1.11} names portals, on port 3260 unless they say otherwise; a call goes to any of them that answers.
 *
 * <p>Options of the endpoint:
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>meaning</th><th>default</th></tr>
 * <tr><td>{@code access}</td><td>{@code read-only} sends nothing that writes or reserves; {@code read-write}</td><td>{@code read-only}</td></tr>
 * <tr><td>{@code name}</td><td>our initiator name</td><td>{@code iqn.2026-11.io.quorate:initiator}, the same on every machine</td></tr>
 * <tr><td>{@code secondName}</td><td>the second name that the test of reservations takes</td><td>{@code name} and {@code -2}</td></tr>
 * <tr><td>{@code digests}</td><td>CRC32C over {@code none}, {@code header}, {@code data} or {@code both}, if the target agrees</td><td>{@code none}</td></tr>
 * <tr><td>{@code initiator}</td><td>which implementation, by the name its provider gives</td><td>{@code quorate}</td></tr>
 * </table>
 *
 * <p>Credentials are {@link io.quorate.Credentials.Chap} or none. A target shows us only what its host groups show to our initiator name;
 * other rights there are not. iSCSI is not encrypted: CHAP keeps the secret, not the data.
 *
 * <p>Every call logs in, does its work and logs out; nothing is held between calls. A call takes two minutes at most unless its method
 * says otherwise. Reading may always be repeated. Every method throws a {@link io.quorate.error.QuorateException}: unreachable, access
 * denied (CHAP refused, or the target does not admit our name), untrusted (the target fails to prove itself by mutual CHAP), not found (no
 * such target or logical unit), busy, bad reply, deadline exceeded; unsupported, before anything is sent, if the chosen initiator cannot do
 * it. Immutable and thread-safe.
 */
public final class IscsiClient {
    private final Calls calls;

    /** Made by {@code Quorate.iscsi(name)}. */
    public IscsiClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /**
     * Tells the names we log in with: the first, and the second that {@link #verifyPublication} plays. Put both into a host group whose LUNs
     * are to be proved. No I/O.
     */
    public List<Iqn> names() {
        return calls.run(new GetInitiatorNames());
    }

    /** Asks one of the portals which targets it names to us (SendTargets). Changes nothing. */
    public List<DiscoveredTarget> discover() {
        return calls.run(new DiscoverTargets());
    }

    /** Logs in and lists the logical unit numbers (REPORT LUNS), ascending. Changes nothing. */
    public List<Integer> luns(Iqn target) {
        return calls.run(new ListLuns(target));
    }

    /**
     * Logs in and asks a logical unit who it is: INQUIRY, VPD 80 and 83, READ CAPACITY. Changes nothing.
     *
     * @throws io.quorate.error.RejectedException if it is no disk
     */
    public LunIdentity identify(Iqn target, int lun) {
        return calls.run(new IdentifyLun(new LunAddress(target, lun)));
    }

    /**
     * Reads blocks, 64 MiB at most. Changes nothing.
     *
     * @throws IllegalArgumentException if the first is below 0, or there is not even one
     * @throws io.quorate.error.RejectedException if they are too many, or lie beyond the end
     */
    public byte[] read(Iqn target, int lun, long firstBlock, int blocks) {
        return calls.run(new ReadBlocks(new LunAddress(target, lun), firstBlock, blocks));
    }

    /**
     * Writes blocks, 64 MiB at most, over whatever is there, and has them put on stable storage. A file system on the logical unit does not
     * survive it. Repeated when the answer is lost: the same blocks get the same data. After a failure some of them may have been written.
     *
     * @param data whole blocks, at least one
     * @param consent bound to the logical unit's NAA identifier as {@link #identify} reads it; it is asked once before and once more in
     *     the session that writes. Without it nothing is sent but that read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another logical unit
     * @throws io.quorate.error.UnsupportedException unless the endpoint says {@code access=read-write}
     * @throws io.quorate.error.ConflictException if another logical unit answers in the session that writes, or somebody's reservation is in
     *     the way
     * @throws io.quorate.error.RejectedException if the logical unit has no NAA identifier or is write-protected, or if the data is no whole
     *     number of its blocks, too much, or lies beyond the end
     * @throws IllegalArgumentException if the first block is below 0, or the data cannot be whole blocks
     */
    public void write(Iqn target, int lun, long firstBlock, byte[] data, @Nullable Consent consent) {
        LunAddress unit = new LunAddress(target, lun);
        Naa naa = calls.run(new ReadNaa(unit));
        calls.run(new WriteBlocks(unit, naa, firstBlock, data), consent);
    }

    /** Reads the persistent reservations. Changes nothing. */
    public Reservations reservations(Iqn target, int lun) {
        return calls.run(new ReadReservations(new LunAddress(target, lun)));
    }

    /**
     * Proves from here that a publication is fit for a cluster, before Windows' own validation looks. A portal, a login, a wrong identity
     * are findings of the report and no exception; one bad portal does not keep the others from being looked at.
     *
     * <p>On the logical unit: reads. Only with {@code access=read-write}, and only where nobody has registered or reserved anything, two
     * initiator names register a key each, reserve, preempt and withdraw, which takes a fraction of a second and during which a host
     * that uses the disk without reservations could not write; nothing is written. Should that be interrupted, the keys stay until the
     * next run, which knows them (they begin with {@code 51525652}, {@code QRVR}) and takes them away.
     *
     * <p>Takes seconds; a minute and half a minute for each portal at most. May be repeated. Both of our initiator names must be in the
     * publication's host group for the time of the proof, with the same CHAP name and secret as the endpoint's credentials; the report
     * says so where they are not.
     */
    public FitnessReport verifyPublication(Publication publication) {
        return calls.run(new VerifyPublication(publication));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
