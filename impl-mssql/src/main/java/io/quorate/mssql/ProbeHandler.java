package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Step;
import io.quorate.sql.EndpointAnswer;
import io.quorate.sql.command.GetEndpointAnswer;
import java.util.List;

/** Looks whether a mirroring endpoint takes a connection; the instance itself is not asked. */
final class ProbeHandler implements Handler<GetEndpointAnswer, EndpointAnswer, SqlLink> {

    @Override
    public Class<GetEndpointAnswer> handles() {
        return GetEndpointAnswer.class;
    }

    @Override
    public EndpointAnswer run(GetEndpointAnswer command, SqlLink link) {
        return new EndpointAnswer(command.address(), command.port(), link.reach(command.address(), command.port()));
    }

    @Override
    public List<Step> steps(GetEndpointAnswer command, SqlLink link) {
        return List.of();
    }

    @Override
    public List<Step> foreseen(GetEndpointAnswer command, String host) {
        return List.of();
    }
}
