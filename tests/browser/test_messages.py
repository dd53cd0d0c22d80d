"""What people do with messages: react, look back, edit, delete, share; how names and times read."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from browser import gallery, team
from playwright.async_api import expect

if TYPE_CHECKING:
    from browser.conftest import PageFactory, Workspace
    from playwright.async_api import FilePayload

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EASTERN = "America/New_York"


def said(person: str, text: str, **more: Any) -> dict[str, Any]:
    return {"as": person, "channel": team.ROOM_4, "text": text, **more}


async def test_reactions_are_put_on_and_taken_off(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """An emoji from the palette counts for everybody; a tap on it adds one's own or removes it."""
    await workspace.do("say", **said(team.MAYA, "Shall I come at 9?"))
    adams = await browser_page(workspace.at(team.ADAMS))
    tam = await browser_page(workspace.at(team.TAM))
    message = adams.get_by_test_id("message").first
    await message.hover()
    await message.get_by_role("button", name="Add reaction").first.click()
    await adams.get_by_role("textbox", name="Find an emoji").fill("wave")
    await adams.keyboard.press("Enter")
    theirs = tam.get_by_test_id("reaction")
    await expect(theirs).to_have_text("👋 1")
    await expect(theirs).to_have_attribute("aria-label", "👋 1 wave, Ms. Adams")
    await theirs.click()
    own = adams.get_by_test_id("reaction")
    await expect(own).to_have_text("👋 2")
    await expect(own).to_have_attribute("aria-pressed", "true")
    await own.click()
    await expect(theirs).to_have_text("👋 1")


async def test_history_is_paged_and_stays_where_one_reads(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """Scrolling up brings earlier messages; what was being read keeps its place, to the start."""
    for number in range(120):
        await workspace.do("say", **said(team.MAYA, f"Message {number}"))
    await workspace.do("read", **{"as": team.ADAMS, "channel": team.ROOM_4})
    page = await browser_page(workspace.at(team.ADAMS))
    messages = page.get_by_role("main").get_by_test_id("message")
    await expect(messages).to_have_count(50)
    await expect(page.get_by_text("Message 119", exact=True)).to_be_in_viewport()
    reading = page.get_by_text("Message 72", exact=True)
    await reading.scroll_into_view_if_needed()
    await expect(messages).to_have_count(100)
    await expect(reading).to_be_in_viewport()
    await workspace.do("say", **said(team.MAYA, "Message 120"))
    await expect(messages).to_have_count(101)
    await expect(reading).to_be_in_viewport()
    await page.get_by_role("log").evaluate("node => { node.scrollTop = 0 }")
    await expect(messages).to_have_count(121)
    await expect(page.get_by_text("This is where room-4-push-in begins.")).to_be_attached()


async def test_own_messages_are_edited_and_deleted(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """One edits what one typed, mentions as they were typed, and deletes it after a question."""
    await workspace.do("say", **said(team.MAYA, "Ask @adams about 9"))
    page = await browser_page(workspace.at(team.MAYA))
    message = page.get_by_test_id("message").first
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    box = page.get_by_role("textbox", name="Edit message")
    await expect(box).to_have_value("Ask @adams about 9")
    await box.fill("Ask @tam about 10")
    await page.get_by_role("button", name="Save").click()
    await expect(message).to_contain_text("Ask @Tam Nguyen about 10")
    await expect(message).to_contain_text("(edited)")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("main")).to_contain_text("Nothing has been said")


async def test_others_messages_are_not_for_editing(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """The menu of somebody else's message has neither edit nor delete."""
    await workspace.do("say", **said(team.MAYA, "Mine"))
    page = await browser_page(workspace.at(team.ADAMS))
    message = page.get_by_test_id("message").first
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menuitem", name="Add as expectation")).to_be_visible()
    await expect(page.get_by_role("menuitem", name="Edit message")).to_have_count(0)


async def test_files_are_shared_and_shown(workspace: Workspace, browser_page: PageFactory) -> None:
    """A picture that one person uploads is seen by another; a document is a link to its bytes."""
    maya = await browser_page(workspace.at(team.MAYA))
    await maya.get_by_role("button", name="Shortcuts and commands").click()
    async with maya.expect_file_chooser() as chooser:
        await maya.get_by_role("menuitem", name="Upload a file").click()
    file: FilePayload = {"name": "seats.png", "mimeType": "image/png", "buffer": DOT}
    await (await chooser.value).set_files(file)
    content = base64.b64encode(b"folders\n").decode()
    shared = {"as": team.TAM, "channel": team.ROOM_4, "filename": "list.txt", "content": content}
    await workspace.do("upload", **shared)
    adams = await browser_page(workspace.at(team.ADAMS))
    picture = adams.get_by_role("img", name="seats.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("node => node.complete && node.naturalWidth") == 1
    address = await adams.get_by_role("link", name="list.txt").get_attribute("href")
    assert await adams.evaluate("url => fetch(url).then((r) => r.text())", address) == "folders\n"


async def test_dates_are_the_readers_and_stamps_the_schools(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """A date token reads in the reader's own zone; the time of a message in the workspace's."""
    seed = team.seed()
    next(user for user in seed["users"] if user["id"] == team.TAM)["tz"] = EASTERN
    await workspace.do("seed", **seed, usergroups=gallery.groups())
    await workspace.do("marks", **team.marks())
    # 2026-09-02T16:10Z, which is 9:10 in Berkeley and 12:10 in New York.
    text = "<!subteam^S0OTTEAM> at <!date^1788365400^{time}|soon>"
    await workspace.app.chat_postMessage(channel=team.ROOM_4, text=text)
    adams = await browser_page(workspace.at(team.ADAMS))
    tam = await browser_page(workspace.at(team.TAM))
    await expect(adams.get_by_test_id("message")).to_contain_text("@ot-team at 9:10 AM")
    away = tam.get_by_test_id("message")
    await expect(away).to_contain_text("@ot-team at 12:10 PM")
    await expect(away.locator(".message-time")).to_have_text("8:30 AM")
    words = "Wednesday, September 2, 2026 at 12:10 PM EDT"
    await expect(away.locator(".text time")).to_have_attribute("title", words)


async def test_own_address_opens_its_thread(
    workspace: Workspace, browser_page: PageFactory
) -> None:
    """The address of a message of this workspace opens that message's thread in the page."""
    posted = await workspace.app.chat_postMessage(channel=team.ROOM_4, text="The plan")
    link = await workspace.app.chat_getPermalink(channel=team.ROOM_4, message_ts=posted["ts"])
    text = f"See <{link['permalink']}|what holds>"
    await workspace.app.chat_postMessage(channel=team.STAFF, text=text)
    page = await browser_page(workspace.at(team.ADAMS, team.STAFF))
    await page.get_by_role("link", name="what holds").click()
    await expect(page.get_by_test_id("thread")).to_contain_text("The plan")


async def test_two_windows_are_two_people(workspace: Workspace, browser_page: PageFactory) -> None:
    """What one window says, ticks and edits stands in another's within a second."""
    posted = await workspace.app.chat_postMessage(
        channel=team.ROOM_4, text="Checklist", blocks=team.checklist()
    )
    maya = await browser_page(workspace.at(team.MAYA))
    tam = await browser_page(workspace.at(team.TAM))
    box = maya.get_by_role("textbox", name="Message room-4-push-in")
    await box.fill("On my way")
    await expect(tam.get_by_role("checkbox")).to_have_count(3)
    await box.press("Enter")
    await expect(tam.get_by_text("On my way")).to_be_visible(timeout=1000)
    await tam.get_by_role("checkbox", name="Writing folders are out").check()
    await expect(maya.get_by_text("1 of 3 ready")).to_be_visible(timeout=1000)
    await workspace.do("say", **said(team.TAM, "Got it", thread_ts=posted["ts"]))
    await expect(maya.get_by_role("button", name="1 reply")).to_be_visible(timeout=1000)
