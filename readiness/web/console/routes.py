"""Every address of the console, with who may open it; the gate asks this list and lets nobody else in."""

from __future__ import annotations

from readiness.web.console.results import routes as results
from readiness.web.console.route import (
    ANYONE,
    CHANGE_SETTINGS,
    HALF,
    MANAGE_PEOPLE,
    READ_LOG,
    SIGNED_IN,
    Route,
    asked,
)
from readiness.web.console.running import routes as running
from readiness.web.console.setting_up import routes as setting_up
from readiness.web.console.sharing import routes as sharing
from readiness.web.console.years import routes as years

ROUTES = (
    Route("/", "home", "home:show", "GET", SIGNED_IN),
    *asked("/sign-in", "sign_in", "signing_in", ANYONE),
    *asked("/sign-in/code", "code", "code", HALF),
    *asked("/passkey", "passkey", "passkey", ANYONE),
    Route("/passkey/begin", "passkey_begin", "passkey:begin", "POST", ANYONE),
    Route("/sso", "sso", "single_sign_on:begin", "GET", ANYONE),
    Route("/sso/back", "sso_back", "single_sign_on:back", "GET", ANYONE),
    Route("/sso/leave", "sso_leave", "single_sign_on:leave", "GET", ANYONE),
    Route("/sign-out", "sign_out", "leaving:sign_out", "POST", HALF),
    Route("/signed-out", "signed_out", "leaving:signed_out", "GET", ANYONE),
    Route("/join/<token>", "link", "joining:follow", "GET", ANYONE),
    *asked("/join", "join", "joining", ANYONE),
    *asked("/forgotten", "forgotten", "forgotten", ANYONE),
    *asked("/authenticator", "authenticator", "authenticator", HALF),
    Route("/account", "account", "account:show", "GET", SIGNED_IN),
    *asked("/account/password", "password", "password", SIGNED_IN),
    *asked("/account/passkeys/add", "passkey_add", "passkey_naming", HALF),
    *asked("/account/passkeys/new", "passkey_new", "passkey_making", HALF),
    *asked("/account/passkeys/<int:key>/remove", "passkey_remove", "passkey_removing", SIGNED_IN),
    *asked("/account/recovery-codes", "recovery", "recovery", SIGNED_IN),
    Route("/account/sign-out-everywhere", "everywhere", "leaving:everywhere", "POST", SIGNED_IN),
    Route("/account/tokens", "tokens", "tokens:show", "GET", SIGNED_IN),
    *asked("/account/tokens/new", "token", "token", SIGNED_IN),
    *asked("/account/tokens/<int:token>/revoke", "revoke_token", "revoking", SIGNED_IN),
    Route("/log", "log", "log:show", "GET", SIGNED_IN),
    Route("/log.csv", "log_csv", "log:as_csv", "GET", READ_LOG),
    Route("/people", "people", "people:show", "GET", MANAGE_PEOPLE),
    *asked("/people/invite", "invite", "inviting", MANAGE_PEOPLE),
    Route("/people/<int:number>", "person", "people:one", "GET", MANAGE_PEOPLE),
    *asked("/people/<int:number>/reset", "reset", "resetting", MANAGE_PEOPLE),
    *asked("/people/<int:number>/deactivate", "deactivate", "deactivating", MANAGE_PEOPLE),
    *asked("/people/<int:number>/right", "role", "choosing", MANAGE_PEOPLE),
    *asked("/people/<int:number>/right/<role>/<int:system>", "give", "giving", MANAGE_PEOPLE),
    *asked("/rights/<int:number>/approve", "approve", "approving", MANAGE_PEOPLE),
    *asked("/rights/<int:number>/take-back", "take_back", "taking_back", MANAGE_PEOPLE),
    *asked("/systems", "systems", "systems", CHANGE_SETTINGS),
    Route("/systems/<int:system>", "system", "systems:ask_name", "GET", CHANGE_SETTINGS),
    Route("/systems/<int:system>", "system_sent", "systems:take_name", "POST", CHANGE_SETTINGS),
    Route("/assessments", "assessments", "assessments:show", "GET", SIGNED_IN),
    Route("/assessments/<code>", "assessment", "assessments:one", "GET", SIGNED_IN),
    *setting_up.ROUTES,
    *running.ROUTES,
    *results.ROUTES,
    *sharing.ROUTES,
    *years.ROUTES,
)
TASKS = (
    *setting_up.TASKS,
    *running.TASKS,
    *results.TASKS,
    *years.TASKS,
    *sharing.TASKS,
    *setting_up.RARE,
)
