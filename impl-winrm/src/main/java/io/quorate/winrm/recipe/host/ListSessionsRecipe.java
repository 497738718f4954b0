package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorSession;
import io.quorate.host.command.ListSessions;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Lists sessions with the portals of their connections. */
final class ListSessionsRecipe implements ReadingRecipe<ListSessions, List<InitiatorSession>> {
    @Override
    public Class<ListSessions> handles() {
        return ListSessions.class;
    }

    @Override
    public List<InitiatorSession> run(ListSessions command, WindowsHost host) {
        return InitiatorReads.sessions(host.powerShell()).stream()
                .map(InitiatorReads.SessionRow::session)
                .toList();
    }
}
