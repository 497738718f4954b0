package io.quorate.winrm.recipe.host;

import io.quorate.host.HostConnection;
import io.quorate.host.command.TestConnection;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Has the host connect with {@code Test-NetConnection}. A name that nobody knows is a warning there, and an answer without an address. */
final class TestConnectionRecipe implements ReadingRecipe<TestConnection, HostConnection> {
    private static final String MARK = "TcpTestSucceeded";
    private static final List<String> RESULT =
            List.of("ComputerName", "RemoteAddress", "RemotePort", "InterfaceAlias", MARK);

    @Override
    public Class<TestConnection> handles() {
        return TestConnection.class;
    }

    private static PsPipeline message(TestConnection command) {
        return Line.message(Cmdlet.TEST_NET_CONNECTION
                .line()
                .with("ComputerName", command.destination())
                .with("Port", command.port())
                .select(RESULT));
    }

    @Override
    public HostConnection run(TestConnection command, WindowsHost host) {
        for (PsValue value : host.powerShell().run(message(command))) {
            if (value instanceof PsObject object && object.property(MARK) != null) {
                Decode from = Decode.of(value, "connection");
                return new HostConnection(
                        command.host(),
                        command.destination(),
                        command.port(),
                        from.textOrEmpty("RemoteAddress"),
                        from.textOrEmpty("InterfaceAlias"),
                        from.flag(MARK));
            }
        }
        throw Decode.badReply("the test of the connection did not say whether it came about");
    }
}
