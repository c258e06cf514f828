package heed.cli.automations;

import heed.actions.ActionTypes;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.World;
import heed.engine.Engine;

/** The engine of an open account. */
final class Working {
    private Working() {}

    static Engine on(OpenAccount open, World world) {
        return Engine.on(open.account())
                .narrowing(open.store())
                .actions(ActionTypes.discover())
                .clock(world.clock())
                .actor(world.actor())
                .build();
    }
}
