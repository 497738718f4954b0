package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Step;
import io.quorate.sql.EndpointAnswer;
import io.quorate.sql.command.ProbeEndpoint;
import java.util.List;

/** Looks whether a mirroring endpoint takes a connection; the instance itself is not asked. */
final class ProbeHandler implements Handler<ProbeEndpoint, EndpointAnswer, SqlLink> {

    @Override
    public Class<ProbeEndpoint> handles() {
        return ProbeEndpoint.class;
    }

    @Override
    public EndpointAnswer run(ProbeEndpoint command, SqlLink link) {
        return new EndpointAnswer(command.address(), command.port(), link.reach(command.address(), command.port()));
    }

    @Override
    public List<Step> steps(ProbeEndpoint command, SqlLink link) {
        return List.of();
    }

    @Override
    public List<Step> foreseen(ProbeEndpoint command, String host) {
        return List.of();
    }
}
