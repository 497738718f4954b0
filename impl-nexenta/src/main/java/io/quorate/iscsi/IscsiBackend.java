package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Size;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.iscsi.scsi.Inquiry;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.san.command.DiscoverTargets;
import io.quorate.san.command.GetInitiatorNames;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.Iqn;
import io.quorate.san.command.ListLuns;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadNaa;
import io.quorate.san.command.ReadReservations;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs commands over iSCSI: one session a command. The initiator is whichever the endpoint's option names. */
final class IscsiBackend implements Backend {
    /** What one transfer of blocks carries; targets take that much without being asked. */
    private static final int CHUNK = 1 << 20;

    /** The most that a command moves. */
    private static final long MOST = 64L << 20;

    private static final int DISK = 0;

    private final IscsiOptions options;
    private final Set<InitiatorFeature> features;
    private final Initiator initiator;
    private final QuorateRuntime runtime;

    IscsiBackend(IscsiOptions options, InitiatorProvider provider, QuorateRuntime runtime) {
        this.options = options;
        this.features = Set.copyOf(provider.features());
        this.initiator = provider.open(runtime);
        this.runtime = runtime;
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        if (!isOurs(command)) {
            return List.of("iSCSI has no way to do " + command.name());
        }
        List<String> missing = new ArrayList<>();
        for (InitiatorFeature feature : InitiatorFeature.values()) {
            if (needs(command, feature) && !features.contains(feature)) {
                missing.add("initiator " + options.initiator() + " cannot do " + feature + ", which " + command.name()
                        + " needs here; the endpoint's option " + IscsiOptions.INITIATOR + "=" + IscsiOptions.OWN
                        + " can");
            }
        }
        if (command instanceof WriteBlocks && !options.writable()) {
            missing.add("the endpoint is read-only; its option " + IscsiOptions.ACCESS + "=" + IscsiOptions.READ_WRITE
                    + " lets it write");
        }
        return missing;
    }

    private boolean needs(Command<?> command, InitiatorFeature feature) {
        return switch (feature) {
            case DISCOVERY -> command instanceof DiscoverTargets;
            case CHAP -> options.chap() != null;
            case MUTUAL_CHAP -> options.chap() != null && options.chap().targetSecret() != null;
            case DIGESTS -> options.headerDigest() || options.dataDigest();
            case ANY_LUN -> lun(command) != 0;
            // A write proves by INQUIRY what it writes to.
            case SCSI ->
                !(command instanceof GetInitiatorNames
                        || command instanceof DiscoverTargets
                        || command instanceof ReadBlocks);
        };
    }

    private static int lun(Command<?> command) {
        LunAddress unit = unit(command);
        return unit == null ? 0 : unit.lun();
    }

    private static @Nullable LunAddress unit(Command<?> command) {
        if (command instanceof IdentifyLun identify) {
            return identify.unit();
        } else if (command instanceof ReadNaa naa) {
            return naa.unit();
        } else if (command instanceof ReadBlocks read) {
            return read.unit();
        } else if (command instanceof WriteBlocks write) {
            return write.unit();
        } else if (command instanceof ReadReservations reservations) {
            return reservations.unit();
        }
        return command instanceof VerifyPublication verify ? verify.address() : null;
    }

    private static boolean isOurs(Command<?> command) {
        return command instanceof GetInitiatorNames
                || command instanceof DiscoverTargets
                || command instanceof ListLuns
                || unit(command) != null;
    }

    @Override
    @SuppressWarnings("unchecked") // each command's class says what it returns
    public <R> R send(Command<R> command, Call call) {
        return (R) answer(command, portal(call.host()), call.deadline());
    }

    private Object answer(Command<?> command, Portal portal, Deadline deadline) {
        if (command instanceof GetInitiatorNames) {
            return List.of(options.name(), options.secondName());
        } else if (command instanceof DiscoverTargets) {
            return initiator.discover(options.login(portal, null, 0), deadline);
        } else if (command instanceof ListLuns list) {
            return in(portal, list.iqn(), 0, false, deadline, ScsiUnit::luns);
        } else if (command instanceof IdentifyLun identify) {
            return in(portal, identify.unit(), false, deadline, unit -> identity(identify.unit(), unit));
        } else if (command instanceof ReadNaa naa) {
            return in(portal, naa.unit(), false, deadline, unit -> named(naa.unit(), unit));
        } else if (command instanceof ReadBlocks read) {
            return in(portal, read.unit(), false, deadline, unit -> read(read, unit));
        } else if (command instanceof WriteBlocks write) {
            return in(portal, write.unit(), true, deadline, unit -> write(write, unit));
        } else if (command instanceof ReadReservations reservations) {
            return in(portal, reservations.unit(), false, deadline, ScsiUnit::reservations);
        } else if (command instanceof VerifyPublication verify) {
            return new PublicationProof(initiator, options, verify.publication(), runtime, deadline).report();
        }
        throw Fault.neverSent(ErrorKind.UNSUPPORTED).because("iSCSI has no way to do " + command.name());
    }

    private Portal portal(String host) {
        return Objects.requireNonNull(options.portals().get(host), host);
    }

    private <T> T in(Portal portal, LunAddress unit, boolean writes, Deadline deadline, Function<ScsiUnit, T> work) {
        return in(portal, unit.iqn(), unit.lun(), writes, deadline, work);
    }

    private <T> T in(
            Portal portal, Iqn target, int lun, boolean writes, Deadline deadline, Function<ScsiUnit, T> work) {
        InitiatorLogin login = options.login(portal, options.name(), target, lun, options.chap(), writes);
        try (ScsiUnit unit = new ScsiUnit(initiator.login(login, deadline), deadline)) {
            return work.apply(unit);
        }
    }

    private static LunIdentity identity(LunAddress address, ScsiUnit unit) {
        Inquiry inquiry = unit.inquiry();
        if (inquiry.deviceType() != DISK) {
            throw lasting(
                    ErrorKind.REJECTED,
                    address + " is no disk but a device of type " + String.format("0x%02X", inquiry.deviceType()) + " ("
                            + inquiry.vendor() + " " + inquiry.product() + ")",
                    "iscsi.luns tells the numbers there are");
        }
        Capacity capacity = unit.capacity();
        return new LunIdentity(
                address.iqn(),
                address.lun(),
                inquiry.vendor(),
                inquiry.product(),
                inquiry.revision(),
                unit.serial(),
                unit.naa(),
                Size.bytes(capacity.blocks() * capacity.blockSize()),
                Size.bytes(capacity.blockSize()),
                capacity.thin());
    }

    private static Naa named(LunAddress address, ScsiUnit unit) {
        unit.inquiry();
        Naa naa = unit.naa();
        if (naa == null) {
            throw lasting(
                    ErrorKind.REJECTED,
                    address + " has no NAA identifier in VPD page 83, so no consent can be bound to it",
                    null);
        }
        return naa;
    }

    private static byte[] read(ReadBlocks read, ScsiUnit unit) {
        Capacity capacity = unit.plainCapacity();
        int total = (int) checked(read.firstBlock(), (long) read.blocks() * capacity.blockSize(), capacity);
        byte[] all = new byte[total];
        int chunk = Math.max(1, CHUNK / capacity.blockSize());
        for (int done = 0; done < read.blocks(); done += chunk) {
            int count = Math.min(chunk, read.blocks() - done);
            byte[] part = unit.readBlocks(read.firstBlock() + done, count);
            System.arraycopy(part, 0, all, done * capacity.blockSize(), count * capacity.blockSize());
        }
        return all;
    }

    private static Naa write(WriteBlocks write, ScsiUnit unit) {
        byte[] data = write.data();
        Capacity capacity = unit.plainCapacity();
        checked(write.firstBlock(), data.length, capacity);
        Naa naa = named(write.unit(), unit);
        if (!naa.equals(write.naa())) {
            throw lasting(
                    ErrorKind.CONFLICT,
                    write.unit() + " is " + naa + " now and not " + write.naa() + "; nothing was written",
                    "look again which logical unit is meant");
        }
        int chunk = Math.max(1, CHUNK / capacity.blockSize()) * capacity.blockSize();
        for (int done = 0; done < data.length; done += chunk) {
            unit.writeBlocks(
                    write.firstBlock() + done / capacity.blockSize(),
                    Arrays.copyOfRange(data, done, Math.min(data.length, done + chunk)));
        }
        unit.synchronize();
        return naa;
    }

    /** Returns the bytes if they are whole blocks, not too many, and all there. */
    private static long checked(long first, long bytes, Capacity capacity) {
        if (bytes % capacity.blockSize() != 0) {
            throw lasting(
                    ErrorKind.REJECTED,
                    bytes + " bytes are no whole number of blocks of " + capacity.blockSize() + " bytes",
                    null);
        }
        if (bytes > MOST) {
            throw lasting(
                    ErrorKind.REJECTED,
                    Size.bytes(bytes) + " at once are too many",
                    "take " + Size.bytes(MOST) + " at a time");
        }
        long count = bytes / capacity.blockSize();
        if (first > capacity.blocks() - count) {
            throw lasting(
                    ErrorKind.REJECTED,
                    count + " blocks from " + first + " lie beyond the end: there are " + capacity.blocks(),
                    null);
        }
        return bytes;
    }

    private static Fault lasting(ErrorKind kind, String message, @Nullable String hint) {
        return Fault.lasting(kind).hint(hint).because(message);
    }

    /** No command here creates anything, so there is no effect to look for. */
    @Override
    public <R> Observation<R> observe(Command<R> command, Call call) {
        return Observation.unknown("over iSCSI nothing is created", null);
    }

    @Override
    public Optional<String> locate(Command<?> command, Call call) {
        return Optional.of(call.host());
    }

    @Override
    public List<String> explain(Command<?> command, String host) {
        return new Explanation(options, portal(host)).of(command);
    }

    @Override
    public String wire() {
        return options.initiator().equals(IscsiOptions.OWN) ? "iscsi" : "iscsi by " + options.initiator();
    }

    /** Every command has logged out when it ends. */
    @Override
    public void close() {}
}
