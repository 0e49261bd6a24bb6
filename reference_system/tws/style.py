"""How TWS looks: one light theme for its windows."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

INK, QUIET, LINE, PAPER, GROUND = "#1c2733", "#5d6b7a", "#ccd4dd", "#ffffff", "#f3f5f8"
ACCENT, ACCENT_DARK, LINK = "#c8102e", "#9d0c24", "#1459a8"

_SHEET = f"""
QWidget {{ color: {INK}; }}
QWidget#login, QMainWindow, QDialog {{ background: {GROUND}; }}
QDialog {{ background: {PAPER}; border: 1px solid #93a1b0; }}
QWidget#band {{ background: {INK}; }}
QWidget#band QLabel {{ color: white; }}
QLabel#brand {{ font-size: 19px; font-weight: 600; }}
QLabel#product {{ color: #aebccb; }}
QLabel#heading {{ font-size: 17px; font-weight: 600; }}
QLabel#strong {{ font-size: 16px; font-weight: 600; }}
QLabel#quiet {{ color: {QUIET}; }}
QLabel#warning {{ color: #8a5a00; }}
QLabel#number {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 6px; padding: 8px;
  font-size: 30px; font-weight: 600; }}
QLineEdit {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px; padding: 8px 10px;
  selection-background-color: {LINK}; }}
QLineEdit:focus {{ border: 1px solid {LINK}; }}
QListWidget {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px; padding: 4px; }}
QListWidget::item {{ padding: 8px; border-radius: 4px; }}
QListWidget::item:selected {{ background: {INK}; color: white; }}
QPushButton {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px; padding: 9px 18px; }}
QPushButton:hover {{ border-color: {QUIET}; }}
QPushButton:checked {{ background: {INK}; border-color: {INK}; color: white; }}
QPushButton#main {{ background: {ACCENT}; border-color: {ACCENT}; color: white; font-weight: 600; }}
QPushButton#main:hover {{ background: {ACCENT_DARK}; }}
QPushButton#main:disabled {{ background: #d9a3ad; border-color: #d9a3ad; }}
QPushButton#link {{ background: transparent; border: none; color: {LINK}; padding: 4px;
  text-decoration: underline; }}
QMenuBar {{ background: {PAPER}; border-bottom: 1px solid {LINE}; padding: 3px; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: #dfe7f0; color: {INK}; }}
QMenu {{ background: {PAPER}; border: 1px solid {LINE}; }}
QMenu::item {{ padding: 6px 28px 6px 18px; }}
QWidget#card {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 8px; }}
"""


def dress(application: QApplication, *, chinese: bool) -> None:
    """Give the application its font, colours and sheet. Chinese glyphs are looked up only where needed."""
    application.setStyle("Fusion")
    palette = QPalette(QColor(GROUND))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(QUIET))
    application.setPalette(palette)
    font = QFont()
    latin = ["Liberation Sans", "DejaVu Sans"]
    font.setFamilies(["Noto Sans CJK TC", "Noto Sans TC", *latin] if chinese else latin)
    font.setPixelSize(14)
    application.setFont(font)
    application.setStyleSheet(_SHEET)


def label(text: str = "", kind: str = "", *, wraps: bool = False) -> QLabel:
    """A label; ``kind`` is one of the sheet's names (``heading``, ``strong``, ``quiet``, ``number``...)."""
    made = QLabel(text)
    made.setObjectName(kind)
    made.setWordWrap(wraps)
    return made


def button(text: str = "", kind: str = "") -> QPushButton:
    """A button; ``kind`` is ``main``, ``link`` or plain."""
    made = QPushButton(text)
    made.setObjectName(kind)
    return made
