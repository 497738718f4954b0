package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorSession;
import io.quorate.host.command.ListSessions;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Lists sessions with the portals of their connections. */
final class ListSessionsRecipe implements Recipe<ListSessions, List<InitiatorSession>> {
    @Override
    public Class<ListSessions> handles() {
        return ListSessions.class;
    }

    @Override
    public List<PsPipeline> steps(ListSessions command) {
        return List.of(
                Line.message(InitiatorReads.sessions()), InitiatorReads.connections(List.of("(each session's)")));
    }

    @Override
    public List<InitiatorSession> run(ListSessions command, PowerShell shell) {
        return InitiatorReads.sessions(shell).stream()
                .map(InitiatorReads.SessionRow::session)
                .toList();
    }
}
