package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.host.command.ListAdapters;
import io.quorate.host.command.MeasurePath;
import io.quorate.host.command.SetAddresses;
import io.quorate.host.command.SetAddressesOver;
import io.quorate.host.command.SetMtu;
import io.quorate.host.command.SetMtuOver;
import io.quorate.host.command.SetProfile;
import io.quorate.host.command.SetProfileOver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's network adapters: addresses, sizes of packets, profiles. What would cut the connection it is told by is refused: the host itself says at
 * which of its addresses management comes in. Where it comes in at several, which of them is ours cannot be told, and the verb with a consent
 * does it. Rights and common errors are those of {@link HostClient}. Immutable and thread-safe.
 */
public final class HostNetwork {
    private static final int JUMBO = 9000;

    private final Calls calls;
    private final String host;

    HostNetwork(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists the adapters. Changes nothing. */
    public List<NetworkAdapter> adapters() {
        return calls.run(new ListAdapters(host));
    }

    /** Finds one by its name, ignoring case. Changes nothing. */
    public Optional<NetworkAdapter> find(String adapter) {
        return adapters().stream().filter(one -> one.isNamed(adapter)).findFirst();
    }

    /**
     * Has an adapter have addresses, a gateway and no others of IPv4 ({@code New-NetIPAddress}, {@code New-NetRoute}, {@code Remove-NetRoute},
     * {@code Remove-NetIPAddress}), or ask a DHCP server for them ({@code Set-NetIPInterface -Dhcp}). What is new comes first, what is no
     * longer wanted goes last, in one message. May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if a virtual switch has it, so that it carries no addresses
     * @throws io.quorate.error.RejectedException if management comes in at addresses that would go, or may do so. Nothing was changed then
     */
    public Ensured<NetworkAdapter> ensureAddresses(String adapter, AddressSpec wanted) {
        return calls.ensure(new SetAddresses(host, adapter, wanted));
    }

    /**
     * The same where whether it cuts this connection cannot be told.
     *
     * @param consent bound to host and adapter, {@code HV1/LAN}
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if a virtual switch has it, so that it carries no addresses
     * @throws io.quorate.error.RejectedException if all management comes in at addresses that would go, consent or not. Nothing was changed then
     */
    public Ensured<NetworkAdapter> ensureAddresses(String adapter, AddressSpec wanted, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new SetAddressesOver(host, adapter, wanted))
                .with(consent));
    }

    /**
     * Has an adapter send packets of IPv4 of a size ({@code Set-NetIPInterface -NlMtuBytes}), and its driver frames to match
     * ({@code Set-NetAdapterAdvancedProperty} {@code *JumboPacket}), where they are smaller. A driver that is set anew begins anew, which breaks
     * the connections over it for some seconds. The switches of the network have to let them pass, too: {@link #pathMtu} measures it. May be
     * repeated; a lost answer is settled by reading back.
     *
     * @param mtu in bytes; 9000 for jumbo frames, 1500 without
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if a virtual switch has it, so that it carries no IPv4
     * @throws io.quorate.error.RejectedException if its driver knows no such frames, or management comes in by it, or may do so, and the driver has to
     *     begin anew. Nothing was changed then
     */
    public Ensured<NetworkAdapter> ensureMtu(String adapter, int mtu) {
        return calls.ensure(new SetMtu(host, adapter, mtu));
    }

    /**
     * The same where the driver has to begin anew, and this connection may break for some seconds.
     *
     * @param consent bound to host and adapter, {@code HV1/LAN}
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if a virtual switch has it, so that it carries no IPv4
     * @throws io.quorate.error.RejectedException if its driver knows no such frames. Nothing was changed then
     */
    public Ensured<NetworkAdapter> ensureMtu(String adapter, int mtu, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new SetMtuOver(host, adapter, mtu))
                .with(consent));
    }

    /** Measures how large a packet gets through to an address; tries up to 9000 bytes. See {@link #pathMtu(String, int)}. */
    public PathMtu pathMtu(String address) {
        return pathMtu(address, JUMBO);
    }

    /**
     * Measures how large a packet gets through to an address of IPv4 and back in one piece: the host pings it with {@code Win32_PingStatus}, which may
     * not be fragmented. {@code Test-NetConnection} and {@code Test-Connection} cannot tell that. Changes nothing; takes some seconds where
     * packets vanish, a minute at most.
     *
     * @param most the largest size of a packet to try, in bytes
     */
    public PathMtu pathMtu(String address, int most) {
        return calls.run(new MeasurePath(host, address, most));
    }

    /**
     * Has an adapter's network count as private or public ({@code Set-NetConnectionProfile}). That it is the domain's is proved by a controller,
     * and not set. May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if its network is the domain's, or it has none
     * @throws io.quorate.error.RejectedException if it is to be public and management comes in by it, or may do so. Nothing was changed then
     */
    public Ensured<NetworkAdapter> ensureProfile(String adapter, NetworkProfile wanted) {
        return calls.ensure(new SetProfile(host, adapter, wanted));
    }

    /**
     * The same where whether the firewall shuts us out then cannot be told.
     *
     * @param consent bound to host and adapter, {@code HV1/LAN}
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if its network is the domain's, or it has none
     * @throws io.quorate.error.RejectedException if it is to be public and all management comes in by it from other subnets, consent or not. Nothing
     *     was changed then
     */
    public Ensured<NetworkAdapter> ensureProfile(String adapter, NetworkProfile wanted, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new SetProfileOver(host, adapter, wanted))
                .with(consent));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
