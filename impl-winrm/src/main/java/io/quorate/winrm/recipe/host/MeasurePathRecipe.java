package io.quorate.winrm.recipe.host;

import io.quorate.host.PathMtu;
import io.quorate.host.command.MeasurePath;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Pings an address with packets that may not be fragmented, by {@code Win32_PingStatus}: {@code Test-NetConnection} and {@code Test-Connection} of Windows
 * PowerShell cannot forbid it. First the largest size, then by halves. A packet that only got lost is sent again once.
 */
final class MeasurePathRecipe implements ReadingRecipe<MeasurePath, PathMtu> {
    /** What IPv4 and ICMP put before what a ping carries. */
    private static final int HEADERS = 28;

    private static final int SMALL = 60;
    private static final int USUAL = 1500;
    private static final int TIMEOUT_MILLIS = 1000;

    private static final long SUCCESS = 0;
    private static final long TIMED_OUT = 11010;

    @Override
    public Class<MeasurePath> handles() {
        return MeasurePath.class;
    }

    private static PsPipeline message(String address, int mtu) {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/cimv2")
                .with("ClassName", "Win32_PingStatus")
                .with(
                        "Filter",
                        Wql.equal("Address", address) + " AND BufferSize = " + (mtu - HEADERS)
                                + " AND NoFragmentation = TRUE AND Timeout = " + TIMEOUT_MILLIS)
                .select(List.of("StatusCode")));
    }

    /** Without a code the address was not even a destination. */
    private static long status(PowerShell shell, String address, int mtu) {
        return Decode.last(shell.run(message(address, mtu)), "StatusCode", "ping", v -> Decode.of(v, "ping"))
                .int64Or("StatusCode", -1);
    }

    private static boolean passes(PowerShell shell, String address, int mtu) {
        long status = status(shell, address, mtu);
        return (status == TIMED_OUT ? status(shell, address, mtu) : status) == SUCCESS;
    }

    @Override
    public PathMtu run(MeasurePath command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        String address = command.address();
        int most = command.mtu();
        if (passes(shell, address, most)) {
            return new PathMtu(command.host(), address, most, most);
        }
        if (!passes(shell, address, SMALL)) {
            return new PathMtu(command.host(), address, 0, most);
        }
        int passed = SMALL;
        int failed = most;
        int next = Math.min(USUAL, most - 1);
        while (failed - passed > 1) {
            if (passes(shell, address, next)) {
                passed = next;
                // most networks carry the usual size and not a byte more
                next = next == USUAL && failed > USUAL + 1 ? USUAL + 1 : (passed + failed) / 2;
            } else {
                failed = next;
                next = (passed + failed) / 2;
            }
        }
        return new PathMtu(command.host(), address, passed, most);
    }
}
